/** Divides work that is split into shards over the nodes, under leases in Redis. A lease limits duplicates; it does not exclude them. */
package dev.parley.gateway.shards;
