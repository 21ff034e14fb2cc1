package dev.parley.presence.redis;

import dev.parley.core.id.UserId;
import dev.parley.presence.NodeId;

/**
 * Names of the presence keys. A user belongs to one of {@value #SHARDS} shards for good; the braces make Redis Cluster keep
 * the keys of a shard in one slot, so that a script can touch them together.
 */
record RedisKeys(String prefix) {
    static final int SHARDS = 16;

    /** {@link String#hashCode()} is specified, so every node and every release finds the same shard. */
    static int shardOf(UserId user) {
        return Math.floorMod(user.value().hashCode(), SHARDS);
    }

    /** Hash: the record of one user. */
    String user(UserId user) {
        return userPrefix(shardOf(user)) + user;
    }

    String userPrefix(int shard) {
        return of(shard, "user:");
    }

    /** Set: ids of the shard's users that have sockets on the node. */
    String usersOf(NodeId node, int shard) {
        return nodePrefix(shard) + node;
    }

    String nodePrefix(int shard) {
        return of(shard, "node:");
    }

    /** Sorted set: node by the end of its lease, in ms. */
    String leases(int shard) {
        return of(shard, "leases");
    }

    /** Set: nodes that have renewed since they were last declared dead. */
    String knownNodes(int shard) {
        return of(shard, "nodes");
    }

    /** Sorted set: user without a socket by the end of the grace, in ms. */
    String graces(int shard) {
        return of(shard, "graces");
    }

    /** Sorted set: user whose change was returned to the node, by the number of the node's sweep that returned it. */
    String unheardBy(NodeId node, int shard) {
        return unheardPrefix(shard) + node;
    }

    String unheardPrefix(int shard) {
        return of(shard, "unheard:");
    }

    private String of(int shard, String name) {
        return prefix + ":{p%02d}:".formatted(shard) + name;
    }
}
