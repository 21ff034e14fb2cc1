package dev.parley.gateway.cluster;

import dev.parley.core.batch.BatchQueue;
import dev.parley.core.error.StorageException;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.gateway.rooms.RoomSubscriptions;
import dev.parley.gateway.timers.PeriodicTask;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisPubSubListener;
import org.redisson.client.protocol.pubsub.PubSubType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Redis channels this node is subscribed to: that of the namespace always, that of a room while it has a local member and some
 * seconds longer, and no other. Any thread; never blocks.
 */
public final class ChannelSubscriptions implements RoomSubscriptions {
    private static final Logger log = LoggerFactory.getLogger(ChannelSubscriptions.class);
    private static final long SWEEP_MS = 500;
    /** Few, since they queue up with the subscriptions of those who join. */
    private static final int UNSUBSCRIBES_AT_ONCE = 4;

    private record Left(ChannelSubscription channel, long since) {}

    private final RedisConnection redis;
    private final FanOutSettings settings;
    private final ScheduledExecutorService timer;
    private final FanOutMetrics metrics;
    private final BatchQueue<ChannelSubscription> opening;
    private final BatchQueue<Left> closing;
    private final ConcurrentMap<String, ChannelSubscription> channels = new ConcurrentHashMap<>();
    private final Queue<Left> left = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> namespaceLive = new CompletableFuture<>();
    private volatile ChannelSubscription namespace = new ChannelSubscription(null);
    private volatile ShardedSubscriber subscriber;
    private volatile ChannelReceiver receiver;
    private PeriodicTask sweeping;

    ChannelSubscriptions(
            RedisConnection redis, FanOutSettings settings, ScheduledExecutorService timer, FanOutMetrics metrics) {
        this.redis = redis;
        this.settings = settings;
        this.timer = timer;
        this.metrics = metrics;
        int atOnce = settings.subscribesAtOnce();
        // Channels of a Cluster are on different servers, so there each has a command of its own.
        this.opening = redis.isCluster()
                ? new BatchQueue<>(atOnce, 1, this::subscribe)
                : new BatchQueue<>(1, atOnce, this::subscribe);
        this.closing = new BatchQueue<>(UNSUBSCRIBES_AT_ONCE, 1, batch -> close(batch.get(0)));
        metrics.gauge(
                "parley.fanout.subscriptions",
                "Redis channels that this node is subscribed to or about to be",
                channels,
                ConcurrentMap::size);
    }

    /** Subscribes to the namespace's channel as soon as there is a connection, and tries again until it has worked. */
    synchronized void start(ChannelReceiver receiver) {
        this.receiver = receiver;
        sweeping =
                PeriodicTask.start("the sweep of idle subscriptions", timer, Duration.ofMillis(SWEEP_MS), this::sweep);
        redis.connect().thenAccept(this::connected);
    }

    synchronized void stop() {
        if (sweeping != null) {
            sweeping.cancel();
        }
    }

    private void connected(RedissonClient client) {
        subscriber = new ShardedSubscriber(client, new Listener());
        subscribeToNamespace();
    }

    private void subscribeToNamespace() {
        ChannelSubscription channel = new ChannelSubscription(null);
        namespace = channel;
        open(channel).live().whenComplete((done, failure) -> {
            if (failure == null) {
                namespaceLive.complete(null);
            } else {
                subscribeToNamespaceLater();
            }
        });
    }

    private void subscribeToNamespaceLater() {
        try {
            timer.schedule(this::subscribeToNamespace, SWEEP_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            log.debug("The node is stopping", stopping);
        }
    }

    /** Whether this node hears what is sent to everyone; before that it is not ready. */
    boolean isLive() {
        return namespaceLive.isDone();
    }

    @Override
    public CompletionStage<Void> acquire(String room) {
        if (!ClusterFrames.hasChannel(room)) {
            return withinDeadline(namespaceLive.copy());
        }
        return channels.compute(
                        room, (name, open) -> isUsable(open) ? open.wanted() : open(new ChannelSubscription(name)))
                .live();
    }

    private static boolean isUsable(ChannelSubscription channel) {
        return channel != null && !channel.hasFailed();
    }

    private CompletionStage<Void> withinDeadline(CompletableFuture<Void> live) {
        return live.orTimeout(settings.subscribeWithin().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unavailable(failure)));
    }

    private ChannelSubscription open(ChannelSubscription channel) {
        CompletableFuture<Void> deadline = channel.live().copy();
        withinDeadline(deadline).exceptionally(late -> {
            fail(channel, late);
            return null;
        });
        opening.add(channel);
        return channel;
    }

    private CompletionStage<?> subscribe(List<ChannelSubscription> batch) {
        List<ChannelSubscription> awaited =
                batch.stream().filter(channel -> !channel.hasFailed()).toList();
        ShardedSubscriber current = subscriber;
        if (current == null) {
            awaited.forEach(channel -> fail(channel, new IllegalStateException("not connected yet")));
        }
        if (current == null || awaited.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return current.subscribe(awaited).whenComplete((entry, failure) -> {
            for (ChannelSubscription channel : awaited) {
                subscribed(current, channel, failure);
            }
        });
    }

    private void subscribed(ShardedSubscriber by, ChannelSubscription channel, Throwable failure) {
        if (failure != null) {
            fail(channel, failure);
        } else if (!channel.live().complete(null)) {
            by.unsubscribe(channel); // too late: who waited has been told that it failed
        }
    }

    private void fail(ChannelSubscription channel, Throwable failure) {
        if (channel.live().completeExceptionally(unavailable(failure))) {
            metrics.subscribeFailed();
        }
    }

    private static StorageException unavailable(Throwable failure) {
        return new StorageException("a room's channel could not be subscribed to", failure);
    }

    @Override
    public void release(String room) {
        channels.computeIfPresent(room, (name, channel) -> {
            if (channel.hasFailed()) {
                return null;
            }
            channel.idle(System.nanoTime());
            left.add(new Left(channel, channel.idleSince()));
            return channel;
        });
    }

    private void sweep() {
        long now = System.nanoTime();
        for (Left oldest = left.peek(); oldest != null && isDue(oldest, now); oldest = left.peek()) {
            closing.add(left.remove());
        }
    }

    private boolean isDue(Left oldest, long now) {
        return now - oldest.since() >= settings.unsubscribeAfter().toNanos();
    }

    /** Unsubscribes, unless the room was joined again since: then the channel is idle since another time, or not at all. */
    private CompletionStage<?> close(Left idle) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        channels.computeIfPresent(idle.channel().room(), (room, channel) -> {
            if (channel != idle.channel() || channel.idleSince() != idle.since()) {
                closed.complete(null);
                return channel;
            }
            subscriber.unsubscribe(channel).whenComplete((done, failure) -> closed.complete(null));
            return null;
        });
        return closed;
    }

    /** One for all channels. */
    private final class Listener implements RedisPubSubListener<byte[]> {
        @Override
        public void onMessage(CharSequence channel, byte[] value) {
            receiver.received(roomOf(channel), value);
        }

        /** Called for the first subscription and for each that Redisson makes again after a loss. */
        @Override
        public void onStatus(PubSubType type, CharSequence channel) {
            if (type != PubSubType.SSUBSCRIBE) {
                return;
            }
            String room = roomOf(channel);
            ChannelSubscription confirmed = room == null ? namespace : channels.get(room);
            if (confirmed != null && confirmed.confirmedAgain()) {
                receiver.resubscribed();
            }
        }

        private static String roomOf(CharSequence channel) {
            return ClusterFrames.roomOf(channel.toString());
        }
    }
}
