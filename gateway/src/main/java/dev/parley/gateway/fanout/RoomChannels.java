package dev.parley.gateway.fanout;

import dev.parley.core.error.StorageException;
import dev.parley.gateway.redis.RedisConnection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RedissonClient;

/**
 * The Redis channels this node is subscribed to: that of the namespace always, that of a room while it has a local member and some
 * seconds longer, and no other. Any thread; never blocks.
 */
public final class RoomChannels implements RoomSubscriptions {
    private static final long SWEEP_MS = 500;

    private record Left(RoomChannel channel, long since) {}

    private final RedisConnection redis;
    private final FanOutSettings settings;
    private final ScheduledExecutorService timer;
    private final FanOutMetrics metrics;
    private final BoundedConcurrency subscribing;
    private final ConcurrentMap<String, RoomChannel> channels = new ConcurrentHashMap<>();
    private final Queue<Left> left = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> namespaceLive = new CompletableFuture<>();
    private volatile ShardedSubscriber subscriber;
    private ChannelReceiver receiver;
    private ScheduledFuture<?> sweeping;

    RoomChannels(
            RedisConnection redis, FanOutSettings settings, ScheduledExecutorService timer, FanOutMetrics metrics) {
        this.redis = redis;
        this.settings = settings;
        this.timer = timer;
        this.metrics = metrics;
        this.subscribing = new BoundedConcurrency(settings.subscribesAtOnce());
        metrics.gauge(
                "parley.fanout.subscriptions",
                "Redis channels that this node is subscribed to or about to be",
                channels,
                ConcurrentMap::size);
    }

    /** Subscribes to the namespace's channel as soon as there is a connection, and tries again until it has worked. */
    synchronized void start(ChannelReceiver receiver) {
        this.receiver = receiver;
        sweeping = timer.scheduleWithFixedDelay(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
        redis.connect().thenAccept(this::connected);
    }

    synchronized void stop() {
        if (sweeping != null) {
            sweeping.cancel(false);
        }
    }

    private void connected(RedissonClient client) {
        subscriber = new ShardedSubscriber(client);
        subscribeToNamespace();
    }

    private void subscribeToNamespace() {
        RoomChannel channel = new RoomChannel(null, receiver);
        open(channel);
        channel.live().whenComplete((done, failure) -> {
            if (failure == null) {
                namespaceLive.complete(null);
            } else if (!timer.isShutdown()) {
                timer.schedule(this::subscribeToNamespace, SWEEP_MS, TimeUnit.MILLISECONDS);
            }
        });
    }

    /** Whether this node hears what is sent to everyone; before that it is not ready. */
    boolean isLive() {
        return namespaceLive.isDone();
    }

    @Override
    public CompletionStage<Void> acquire(String room) {
        if (!ClusterFrames.hasChannel(room)) {
            return namespaceLive
                    .copy()
                    .orTimeout(settings.subscribeWithin().toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unavailable(failure)));
        }
        return channels.compute(
                        room,
                        (name, open) -> open != null && !open.hasFailed()
                                ? open.wanted()
                                : open(new RoomChannel(name, receiver)))
                .live();
    }

    private RoomChannel open(RoomChannel channel) {
        CompletableFuture<Void> live = channel.live();
        CompletableFuture<Void> deadline = new CompletableFuture<Void>()
                .orTimeout(settings.subscribeWithin().toMillis(), TimeUnit.MILLISECONDS);
        deadline.whenComplete((done, late) -> {
            if (late != null) {
                fail(channel, late);
            }
        });
        live.whenComplete((done, failure) -> deadline.complete(null));
        subscribing.run(() -> subscribe(channel));
        return channel;
    }

    private CompletionStage<?> subscribe(RoomChannel channel) {
        ShardedSubscriber current = subscriber;
        if (current == null) {
            fail(channel, new IllegalStateException("not connected yet"));
        }
        if (channel.hasFailed()) {
            return CompletableFuture.completedFuture(null);
        }
        return current.subscribe(channel).whenComplete((entry, failure) -> {
            if (failure != null) {
                fail(channel, failure);
            } else if (!channel.live().complete(null)) {
                current.unsubscribe(channel); // too late: who waited has been told that it failed
            }
        });
    }

    private void fail(RoomChannel channel, Throwable failure) {
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

    /** Unsubscribes from what has been idle for long enough; what was joined again since has another time, or none. */
    private void sweep() {
        long now = System.nanoTime();
        for (Left oldest = left.peek(); oldest != null && isDue(oldest, now); oldest = left.peek()) {
            left.remove();
            close(oldest);
        }
    }

    private boolean isDue(Left oldest, long now) {
        return now - oldest.since() >= settings.unsubscribeAfter().toNanos();
    }

    private void close(Left idle) {
        channels.computeIfPresent(idle.channel().room(), (room, channel) -> {
            if (channel != idle.channel() || !channel.isIdle(idle.since())) {
                return channel;
            }
            subscriber.unsubscribe(channel);
            return null;
        });
    }
}
