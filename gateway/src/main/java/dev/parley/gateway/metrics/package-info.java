/**
 * Meters that several packages use. Knows Micrometer and nothing of the gateway.
 */
package dev.parley.gateway.metrics;
