package dev.parley.gateway.webhooks;

import dev.parley.core.outbox.Shards;
import dev.parley.gateway.redis.RedisScript;
import dev.parley.gateway.timers.PeriodicTask;
import dev.parley.presence.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shards whose events this node delivers: an equal part of all, under a lease that the node renews. A node that is killed or does
 * not reach Redis loses its shards after {@link #LEASE}; the others take them with their next renewal. By the clock of this
 * machine a lease ends before it ends in Redis.
 */
final class ShardLeases {
    static final Duration LEASE = Duration.ofSeconds(6);
    private static final Duration RENEW_EVERY = Duration.ofSeconds(2);
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(ShardLeases.class);
    private static final RedisScript SHARE = RedisScript.load(ShardLeases.class, "share");
    private static final RedisScript LEAVE = RedisScript.load(ShardLeases.class, "leave");

    private final RScript redis;
    private final List<Object> keys;
    private final NodeId node;
    private final LongSupplier nanoTime;
    private volatile Held held = new Held(Set.of(), 0);
    private PeriodicTask renewing;

    /** @param until on the clock of {@code nanoTime} */
    private record Held(Set<Integer> shards, long until) {}

    /** @param keyPrefix without braces */
    ShardLeases(RedissonClient client, String keyPrefix, NodeId node, LongSupplier nanoTime) {
        this.redis = client.getScript(StringCodec.INSTANCE);
        this.keys = List.of(keyPrefix + ":{webhooks}:leases", keyPrefix + ":{webhooks}:owners");
        this.node = node;
        this.nanoTime = nanoTime;
    }

    void start(ScheduledExecutorService timer) {
        renewing = PeriodicTask.startNow("renewing the leases of webhooks", timer, RENEW_EVERY, this::renew);
    }

    /** Releases the shards. May be called twice. */
    CompletionStage<Void> stop() {
        if (renewing != null) {
            renewing.cancel();
        }
        held = new Held(Set.of(), 0);
        return LEAVE.<Long>run(redis, RScript.ReturnType.LONG, keys.subList(0, 1), node.value())
                .thenAccept(done -> {});
    }

    /** Empty once the lease has ended. */
    Set<Integer> owned() {
        Held now = held;
        return nanoTime.getAsLong() - now.until < 0 ? now.shards : Set.of();
    }

    /** Completes with the shards of this node. */
    CompletionStage<Set<Integer>> renew() {
        long asked = nanoTime.getAsLong();
        return SHARE.<List<String>>run(
                        redis, RScript.ReturnType.LIST, keys, node.value(), LEASE.toMillis(), Shards.COUNT)
                .thenApply(shards -> hold(shards, asked))
                .whenComplete((shards, failure) -> {
                    if (failure != null) {
                        LOG.debug("the leases of webhooks were not renewed", failure);
                    }
                });
    }

    private Set<Integer> hold(List<String> shards, long asked) {
        Set<Integer> numbers = shards.stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
        held = new Held(numbers, asked + LEASE.minus(MARGIN).toNanos());
        return numbers;
    }
}
