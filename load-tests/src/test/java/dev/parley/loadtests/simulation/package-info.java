/** Gatling simulations against a running deployment. Sizes and goals are system properties. */
package dev.parley.loadtests.simulation;
