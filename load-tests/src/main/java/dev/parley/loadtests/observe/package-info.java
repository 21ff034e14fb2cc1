/** Checks that Prometheus answers every query of the dashboards while Gatling simulates users. */
package dev.parley.loadtests.observe;
