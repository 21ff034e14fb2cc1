package dev.parley.gateway.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.redis.RedisClients;
import dev.parley.presence.NodeId;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

class RedisNodeDirectoryIT {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static RedissonClient redis;
    private final String prefix = "test-" + UUID.randomUUID();

    @BeforeAll
    static void connect() {
        redis = RedisClients.shared();
    }

    @AfterAll
    static void disconnect() {
        redis.shutdown();
    }

    @Test
    void aNodeIsListedAsItLastSaidOfItself() {
        NodeDirectory directory = directory(Duration.ofMinutes(1));
        NodeEntry later = new NodeEntry(
                new NodeId("a"), "0.1.0", NOON, 7, 3, 0, new NodeFigures(9, 8, 1, Map.of("b", 3L), Map.of("rate", 2L)));

        done(directory.announce(new NodeEntry(new NodeId("b"), "0.1.0", NOON, 0, 0, 0)));
        done(directory.announce(new NodeEntry(new NodeId("a"), "0.1.0", NOON, 1, 1, 0)));
        done(directory.announce(later));

        List<NodeDirectory.Entry> entries = done(directory.nodes());
        assertThat(entries).extracting(entry -> entry.node().id().value()).containsExactly("a", "b");
        assertThat(entries.get(0).node()).isEqualTo(later);
        assertThat(entries.get(0).leaseUntil())
                .isBetween(Instant.now(), Instant.now().plusSeconds(70));
    }

    @Test
    void aNodeThatSaysNothingMoreIsGone() {
        NodeDirectory directory = directory(Duration.ofMillis(200));

        done(directory.announce(new NodeEntry(new NodeId("a"), "0.1.0", NOON, 0, 0, 0)));

        Waiting.until("the lease has ended", () -> done(directory.nodes()).isEmpty());
        assertThat(redis.getKeys().countExists(prefix + ":{cluster}:nodes", prefix + ":{cluster}:leases"))
                .isZero();
    }

    @Test
    void aNodeThatWithdrawsIsGoneAtOnce() {
        NodeDirectory directory = directory(Duration.ofMinutes(1));
        done(directory.announce(new NodeEntry(new NodeId("a"), "0.1.0", NOON, 0, 0, 0)));

        done(directory.withdraw(new NodeId("a")));
        done(directory.withdraw(new NodeId("a")));

        assertThat(done(directory.nodes())).isEmpty();
    }

    private NodeDirectory directory(Duration lease) {
        return new RedisNodeDirectory(redis, prefix, lease);
    }

    private static <T> T done(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
