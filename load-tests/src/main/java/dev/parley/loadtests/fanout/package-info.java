/** Benchmarks of broadcasts to rooms on one to four nodes. Each member checks that it receives every number once and in order. */
package dev.parley.loadtests.fanout;
