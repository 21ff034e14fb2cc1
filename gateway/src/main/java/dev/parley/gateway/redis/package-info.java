/**
 * Access to Redis: the client, the topology, connections that publish and subscribe, scripts and the rate limiter. Nothing
 * in it blocks an event loop.
 */
package dev.parley.gateway.redis;
