package dev.parley.gateway.cluster;

import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.redis.SubscribeConnection;
import dev.parley.presence.redis.RedisFailures;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.redisson.client.RedisClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection with subscriptions for each Redis server that has some. Any thread; never blocks. */
final class SubscribeConnections {
    private static final Logger log = LoggerFactory.getLogger(SubscribeConnections.class);

    /** A connection that is open, or null while it opens. */
    private record Slot(SubscribeConnection<ChannelSubscription> open) {
        static final Slot OPENING = new Slot(null);
    }

    private final boolean isCluster;
    private final SubscribeConnection.Listener<ChannelSubscription> listener;
    private final Runnable opened;
    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);
    private final ConcurrentMap<RedisClient, Slot> connections = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** @param opened run when a connection has opened */
    SubscribeConnections(
            boolean isCluster, SubscribeConnection.Listener<ChannelSubscription> listener, Runnable opened) {
        this.isCluster = isCluster;
        this.listener = listener;
        this.opened = opened;
    }

    /** Empty while there is none; it is being opened then. */
    Optional<SubscribeConnection<ChannelSubscription>> to(RedisClient server) {
        Slot slot = connections.get(server);
        if (slot == null && !stopped && connections.putIfAbsent(server, Slot.OPENING) == null) {
            open(server);
        }
        return Optional.ofNullable(slot).map(Slot::open);
    }

    private void open(RedisClient server) {
        SubscribeConnection.open(server, isCluster, failures, listener).whenComplete((connection, failure) -> {
            if (failure != null) {
                log.debug("Redis at {} cannot be reached: {}", server.getAddr(), RedisFailures.words(failure));
                connections.remove(server);
            } else {
                opened(server, connection);
            }
        });
    }

    private void opened(RedisClient server, SubscribeConnection<ChannelSubscription> connection) {
        connections.put(server, new Slot(connection));
        if (stopped || !connection.isOpen()) {
            connection.close();
            connections.remove(server);
        }
        opened.run();
    }

    /** Forgets a connection that has closed. */
    void closed(SubscribeConnection<ChannelSubscription> connection) {
        connections.remove(connection.server(), new Slot(connection));
    }

    /** Closes all connections; {@link SubscribeConnection.Listener#closed} follows for each. */
    void closeAll() {
        List.copyOf(connections.values()).stream()
                .filter(slot -> slot.open() != null)
                .forEach(slot -> slot.open().close());
    }

    void stop() {
        stopped = true;
        closeAll();
    }
}
