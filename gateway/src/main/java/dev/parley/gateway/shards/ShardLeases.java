package dev.parley.gateway.shards;

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
 * The shards for which this node does one kind of work: an equal part of all, under a lease that the node renews. A node that is
 * killed or does not reach Redis loses its shards after {@link #LEASE}; the others take them with their next renewal. By the clock of
 * this machine a lease ends before it ends in Redis.
 */
public final class ShardLeases {
    public static final Duration LEASE = Duration.ofSeconds(6);
    private static final Duration RENEW_EVERY = Duration.ofSeconds(2);
    private static final Duration MARGIN = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(ShardLeases.class);
    private static final RedisScript SHARE = RedisScript.load(ShardLeases.class, "share");
    private static final RedisScript LEAVE = RedisScript.load(ShardLeases.class, "leave");

    private final String work;
    private final RScript redis;
    private final List<Object> keys;
    private final NodeId node;
    private final LongSupplier nanoTime;
    private volatile Held held = new Held(Set.of(), 0);
    private PeriodicTask renewing;

    /** @param until on the clock of {@code nanoTime} */
    private record Held(Set<Integer> shards, long until) {}

    /**
     * @param keyPrefix without braces
     * @param work a word, the same on every node
     */
    public ShardLeases(RedissonClient client, String keyPrefix, String work, NodeId node, LongSupplier nanoTime) {
        this.work = work;
        this.redis = client.getScript(StringCodec.INSTANCE);
        this.keys = List.of(keyPrefix + ":{" + work + "}:leases", keyPrefix + ":{" + work + "}:owners");
        this.node = node;
        this.nanoTime = nanoTime;
    }

    public void start(ScheduledExecutorService timer) {
        renewing = PeriodicTask.startNow("renewing the leases of " + work, timer, RENEW_EVERY, this::renew);
    }

    /** Releases the shards. May be called twice. */
    public CompletionStage<Void> stop() {
        if (renewing != null) {
            renewing.cancel();
        }
        held = new Held(Set.of(), 0);
        return LEAVE.<Long>run(redis, RScript.ReturnType.LONG, keys.subList(0, 1), node.value())
                .thenAccept(done -> {});
    }

    /** Empty once the lease has ended. */
    public Set<Integer> owned() {
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
                        LOG.debug("the leases of {} were not renewed", work, failure);
                    }
                });
    }

    private Set<Integer> hold(List<String> shards, long asked) {
        Set<Integer> numbers = shards.stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
        held = new Held(numbers, asked + LEASE.minus(MARGIN).toNanos());
        return numbers;
    }
}
