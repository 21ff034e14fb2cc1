package dev.parley.presence.redis;

import dev.parley.core.id.UserId;

/**
 * Names of the presence keys; {@code prelude.lua} says what they hold. A user belongs to one of {@value #SHARDS} shards for good; the
 * braces make Redis Cluster keep the keys of a shard in one slot, so that a script can use them together.
 */
record RedisKeys(String prefix) {
    static final int SHARDS = 16;

    /** {@link String#hashCode()} is specified, so every node and every release finds the same shard. */
    static int shardOf(UserId user) {
        return Math.floorMod(user.value().hashCode(), SHARDS);
    }

    String user(UserId user) {
        return userPrefix(shardOf(user)) + user;
    }

    String userPrefix(int shard) {
        return of(shard, "user:");
    }

    String usersOf(NodeEpoch node, int shard) {
        return usersPrefix(shard) + node;
    }

    String usersPrefix(int shard) {
        return of(shard, "users:");
    }

    String leases(int shard) {
        return of(shard, "leases");
    }

    String nodes(int shard) {
        return of(shard, "nodes");
    }

    String graces(int shard) {
        return of(shard, "graces");
    }

    String unacked(NodeEpoch node, int shard) {
        return unackedPrefix(shard) + node;
    }

    String unackedPrefix(int shard) {
        return of(shard, "unacked:");
    }

    private String of(int shard, String name) {
        return prefix + ":{u%02d}:".formatted(shard) + name;
    }
}
