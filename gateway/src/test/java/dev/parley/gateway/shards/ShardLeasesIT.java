package dev.parley.gateway.shards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.outbox.Shards;
import dev.parley.gateway.redis.RedisClients;
import dev.parley.presence.NodeId;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/** Nodes that divide the shards, on a real Redis. */
class ShardLeasesIT {
    private static RedissonClient redis;

    private final String prefix = "test-" + UUID.randomUUID();
    private final AtomicLong now = new AtomicLong();
    private final ShardLeases north = leases("north");
    private final ShardLeases south = leases("south");

    @BeforeAll
    static void connect() {
        redis = RedisClients.shared();
    }

    @AfterAll
    static void disconnect() {
        redis.shutdown();
    }

    @AfterEach
    void clean() {
        redis.getKeys().deleteByPattern(prefix + "*");
    }

    @Test
    void everyShardHasOneOwner() {
        assertThat(Waiting.of(north.renew())).hasSize(Shards.COUNT);
        Waiting.of(south.renew());
        Waiting.of(north.renew());
        Set<Integer> ofSouth = Waiting.of(south.renew());

        assertThat(north.owned()).hasSize(Shards.COUNT / 2).doesNotContainAnyElementsOf(ofSouth);
        assertThat(ofSouth).hasSize(Shards.COUNT / 2);
    }

    @Test
    void aNodeThatStopsHandsItsShardsOverAtOnce() {
        Waiting.of(north.renew());
        Waiting.of(north.stop());

        assertThat(north.owned()).isEmpty();
        assertThat(Waiting.of(south.renew())).hasSize(Shards.COUNT);
    }

    /** It may be cut off from Redis, or its process may have been suspended. */
    @Test
    void aNodeThatCannotRenewOwnsNothingBeforeItsLeaseEndsInRedis() {
        Waiting.of(north.renew());
        now.addAndGet(ShardLeases.LEASE.minusSeconds(1).toNanos());
        assertThat(north.owned()).isNotEmpty();

        now.addAndGet(Duration.ofMillis(600).toNanos());
        assertThat(north.owned()).isEmpty();
        Waiting.of(north.renew());
        assertThat(north.owned()).isNotEmpty();
    }

    private ShardLeases leases(String node) {
        return new ShardLeases(redis, prefix, "work", new NodeId(node), now::get);
    }
}
