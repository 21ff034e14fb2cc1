/**
 * The fan-out between nodes: frames in the format of the sharded Redis adapter of Socket.IO, publishing, subscriptions, resync, canaries
 * and the event log. Every event is published at most once; what may have been missed is followed by a resync.
 */
package dev.parley.gateway.cluster;
