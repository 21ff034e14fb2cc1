/**
 * Settings and CPU measurement of benchmarks, and the deployments of the contenders. May use {@code server} and
 * {@code report}.
 */
package dev.parley.loadtests.benchmark;
