/**
 * The directory of live nodes in Redis, with a lease for each, and the heartbeat that renews it.
 */
package dev.parley.gateway.nodes;
