/**
 * The operations port: liveness, readiness and Prometheus metrics, and the meters that observe the other packages.
 */
package dev.parley.gateway.ops;
