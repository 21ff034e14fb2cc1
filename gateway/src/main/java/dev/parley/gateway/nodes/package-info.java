/**
 * The directory of live nodes in Redis, with a lease for each, and the heartbeat that renews it; and the nodes of this process, where
 * these can be killed for trials.
 */
package dev.parley.gateway.nodes;
