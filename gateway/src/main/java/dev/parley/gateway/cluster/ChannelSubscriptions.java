package dev.parley.gateway.cluster;

import dev.parley.core.error.StorageException;
import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.gateway.redis.RedisServers;
import dev.parley.gateway.redis.SubscribeConnection;
import dev.parley.gateway.rooms.RoomSubscriptions;
import dev.parley.gateway.timers.PeriodicTask;
import dev.parley.presence.redis.RedisFailures;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.redisson.client.RedisClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Redis channels this node is subscribed to: that of the namespace always, that of a room while it has a local member and some
 * seconds longer, and no other. A subscription that is lost, with its connection or because its slot moves, is requested again until
 * it is confirmed. Any thread; never blocks.
 */
public final class ChannelSubscriptions implements RoomSubscriptions {
    private static final Logger log = LoggerFactory.getLogger(ChannelSubscriptions.class);
    /** Of the retries and of the sweeps, which are due together, so that a node at rest wakes once for both. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final Duration CHECK_PAUSE = Duration.ofSeconds(2);
    private static final long RENEW_AFTER_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** The channel of the namespace; no room has this name. */
    private static final String NAMESPACE = "";

    private record Idle(ChannelSubscription subscription, long since) {}

    private final RedisConnection redis;
    private final FanOutSettings settings;
    private final ScheduledExecutorService timer;
    private final FanOutMetrics metrics;
    private final ConcurrentMap<String, ChannelSubscription> subscriptions = new ConcurrentHashMap<>();
    /** Subscriptions that wait for a connection. */
    private final Queue<ChannelSubscription> waiting = new ConcurrentLinkedQueue<>();

    private final Queue<Idle> idle = new ConcurrentLinkedQueue<>();
    private final SubscribeConnections connections;
    private final OncePerMinute refusals = new OncePerMinute(System::nanoTime);
    private volatile RedisServers servers;
    private volatile ChannelReceiver receiver;
    private PeriodicTask retries;
    private PeriodicTask sweeps;
    private PeriodicTask checks;

    ChannelSubscriptions(
            RedisConnection redis, FanOutSettings settings, ScheduledExecutorService timer, FanOutMetrics metrics) {
        this.redis = redis;
        this.settings = settings;
        this.timer = timer;
        this.metrics = metrics;
        this.connections = new SubscribeConnections(redis.isCluster(), new Events(), this::requestWaiting);
        metrics.gauge(
                "parley.fanout.subscriptions",
                "Channels of rooms that this node is subscribed to or about to be",
                subscriptions,
                ChannelSubscriptions::rooms);
    }

    private static int rooms(ConcurrentMap<String, ChannelSubscription> subscriptions) {
        return subscriptions.size() - (subscriptions.containsKey(NAMESPACE) ? 1 : 0);
    }

    /** Subscribes to the namespace's channel as soon as Redis has answered. */
    synchronized void start(ChannelReceiver receiver) {
        this.receiver = receiver;
        retries = PeriodicTask.start("the retry of subscriptions", timer, PAUSE, this::requestWaiting);
        sweeps = PeriodicTask.start("the sweep of subscriptions", timer, PAUSE, this::sweep);
        checks = PeriodicTask.start("the check of the servers", timer, CHECK_PAUSE, this::followServers);
        redis.connect().thenAccept(client -> {
            servers = redis.servers().orElseThrow();
            subscriptions.computeIfAbsent(NAMESPACE, this::open);
        });
    }

    /** May be called twice. */
    synchronized void stop() {
        if (retries != null) {
            retries.cancel();
            sweeps.cancel();
            checks.cancel();
        }
        connections.stop();
    }

    /** Whether the subscription to the channel of the namespace is live. */
    boolean isLive() {
        ChannelSubscription namespace = subscriptions.get(NAMESPACE);
        return namespace != null && namespace.isConfirmed();
    }

    /** Replaces all connections, unless that has just been done: every subscription is requested again. */
    void renew() {
        ChannelSubscription namespace = subscriptions.get(NAMESPACE);
        if (namespace != null && namespace.isConfirmedFor(RENEW_AFTER_NANOS)) {
            connections.closeAll();
        }
    }

    @Override
    public CompletionStage<Void> acquire(String room) {
        if (servers == null) {
            return CompletableFuture.failedStage(unavailable("Redis has not been reached yet", null));
        }
        String name = ClusterFrames.hasChannel(room) ? room : NAMESPACE;
        ChannelSubscription subscription = subscriptions.compute(
                name, (same, current) -> current == null ? openWithinBound(same) : current.needed());
        return subscription == null
                ? CompletableFuture.failedStage(unavailable("too many rooms have members on this node", null))
                : awaitLive(subscription.live());
    }

    private CompletionStage<Void> awaitLive(CompletableFuture<Void> live) {
        if (live.isDone()) {
            return live;
        }
        return live.copy()
                .orTimeout(settings.subscribeWithin().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> {
                    metrics.subscribeFailed();
                    return CompletableFuture.failedFuture(
                            unavailable("the room's channel could not be subscribed to in time", failure));
                });
    }

    private static StorageException unavailable(String reason, Throwable failure) {
        return new StorageException(reason, failure);
    }

    private ChannelSubscription openWithinBound(String name) {
        return subscriptions.size() < settings.maxSubscriptions() ? open(name) : null;
    }

    private ChannelSubscription open(String name) {
        String channel = name.equals(NAMESPACE) ? ClusterFrames.NAMESPACE_CHANNEL : ClusterFrames.channelOf(name);
        ChannelSubscription subscription = new ChannelSubscription(name, channel, servers.slotOf(channel));
        request(subscription);
        return subscription;
    }

    /** On the connection to the channel's server, or later. The caller holds the lock of the subscription's entry. */
    private void request(ChannelSubscription subscription) {
        Optional<SubscribeConnection<ChannelSubscription>> connection =
                serverOf(subscription).flatMap(connections::to);
        if (connection.isPresent()) {
            subscription.requestOn(connection.get());
        } else {
            waiting.add(subscription);
        }
    }

    private Optional<RedisClient> serverOf(ChannelSubscription subscription) {
        return servers.masterOf(subscription.slot());
    }

    private void requestWaiting() {
        for (int count = waiting.size(); count > 0; count--) {
            ChannelSubscription next = waiting.poll();
            if (next == null) {
                return;
            }
            ifCurrent(next, () -> {
                if (next.connection() == null) {
                    request(next);
                }
            });
        }
    }

    /** Runs {@code change} under the lock of the entry, unless the subscription has been closed or replaced. */
    private boolean ifCurrent(ChannelSubscription subscription, Runnable change) {
        return subscriptions.computeIfPresent(subscription.room(), (room, current) -> {
                    if (current == subscription) {
                        change.run();
                    }
                    return current;
                })
                == subscription;
    }

    @Override
    public void release(String room) {
        subscriptions.computeIfPresent(room, (name, subscription) -> {
            if (!subscription.isConfirmed()) {
                return null; // unsubscribed from when it is confirmed after all
            }
            subscription.idle(System.nanoTime());
            idle.add(new Idle(subscription, subscription.idleSince()));
            return subscription;
        });
    }

    private void sweep() {
        long now = System.nanoTime();
        for (Idle oldest = idle.peek(); oldest != null && isDue(oldest, now); oldest = idle.peek()) {
            close(idle.remove());
        }
    }

    private boolean isDue(Idle oldest, long now) {
        return now - oldest.since() >= settings.unsubscribeAfter().toNanos();
    }

    /** Unsubscribes, unless the room was joined since: then the channel is idle since another time, or not at all. */
    private void close(Idle oldest) {
        ChannelSubscription subscription = oldest.subscription();
        subscriptions.computeIfPresent(subscription.room(), (room, current) -> {
            if (current != subscription || subscription.idleSince() != oldest.since()) {
                return current;
            }
            unsubscribe(subscription);
            return null;
        });
    }

    private static void unsubscribe(ChannelSubscription subscription) {
        if (subscription.connection() != null) {
            subscription.connection().unsubscribe(subscription.channel());
        }
    }

    /** A failover or a moved slot may leave a subscription on a server that no node publishes to any more. */
    private void followServers() {
        ChannelSubscription namespace = subscriptions.get(NAMESPACE);
        // Without a Cluster all channels are on one server.
        if (namespace != null && (redis.isCluster() || isOnOtherServer(namespace))) {
            subscriptions.values().stream().filter(this::isOnOtherServer).forEach(this::moveToItsServer);
        }
    }

    private boolean isOnOtherServer(ChannelSubscription subscription) {
        var connection = subscription.connection();
        return connection != null
                && serverOf(subscription)
                        .filter(server -> server != connection.server())
                        .isPresent();
    }

    private void moveToItsServer(ChannelSubscription subscription) {
        ifCurrent(subscription, () -> {
            unsubscribe(subscription);
            lost(subscription);
        });
    }

    /** The caller holds the lock of the entry. */
    private void lost(ChannelSubscription subscription) {
        if (subscription.lose()) {
            receiver.lost();
        }
        waiting.add(subscription);
    }

    private void confirmed(SubscribeConnection<ChannelSubscription> connection, ChannelSubscription subscription) {
        boolean[] again = new boolean[1];
        boolean[] current = new boolean[1];
        subscriptions.compute(subscription.room(), (room, present) -> {
            current[0] = present == subscription && subscription.connection() == connection;
            if (current[0]) {
                again[0] = subscription.confirm();
            } else if (present == null || present.connection() != connection) {
                connection.unsubscribe(subscription.channel());
            }
            return present;
        });
        if (current[0]) {
            subscription.live().complete(null);
        }
        if (again[0]) {
            receiver.recovered(subscription.room().equals(NAMESPACE) ? null : subscription.room());
        }
    }

    private void logRefusal(String error) {
        refusals.run(count -> log.warn(
                "Redis refuses subscriptions, which are tried again; refusals since the last line: {}, the last one: {}",
                count,
                error));
    }

    /** What the connections report; one for all channels. */
    private final class Events implements SubscribeConnection.Listener<ChannelSubscription> {
        @Override
        public void message(String channel, byte[] value) {
            receiver.received(ClusterFrames.roomOf(channel), value);
        }

        @Override
        public void confirmed(SubscribeConnection<ChannelSubscription> connection, ChannelSubscription subscription) {
            ChannelSubscriptions.this.confirmed(connection, subscription);
        }

        @Override
        public void refused(
                SubscribeConnection<ChannelSubscription> connection, ChannelSubscription subscription, String error) {
            if (!servers.redirect(error)) {
                logRefusal(RedisFailures.error(error));
            }
            loseOn(connection, subscription);
        }

        @Override
        public void ended(SubscribeConnection<ChannelSubscription> connection, String channel) {
            String room = ClusterFrames.roomOf(channel);
            ChannelSubscription subscription = subscriptions.get(room == null ? NAMESPACE : room);
            if (subscription != null) {
                loseOn(connection, subscription);
            }
        }

        @Override
        public void closed(SubscribeConnection<ChannelSubscription> connection) {
            connections.closed(connection);
            subscriptions.values().forEach(subscription -> loseOn(connection, subscription));
        }

        private void loseOn(SubscribeConnection<ChannelSubscription> connection, ChannelSubscription subscription) {
            if (subscription.connection() == connection) {
                ifCurrent(subscription, () -> {
                    if (subscription.connection() == connection) {
                        lost(subscription);
                    }
                });
            }
        }
    }
}
