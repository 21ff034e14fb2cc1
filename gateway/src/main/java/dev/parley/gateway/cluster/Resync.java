package dev.parley.gateway.cluster;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.socketio.SocketIoEncoder;
import dev.parley.gateway.wire.ConnectionPayloads.ResyncPayload;
import dev.parley.gateway.wire.WireEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the sockets of this node to read again when live events may have been lost between nodes: once for an outage, after the
 * subscriptions are back, so that reading again and listening leave no gap.
 */
final class Resync implements DeliveryGapListener {
    private static final Logger log = LoggerFactory.getLogger(Resync.class);

    /** A loss is noticed late by as much: the ping interval and timeout of the connection. */
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(5);

    private final LocalRooms rooms;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Duration settle;
    private final FanOutMetrics metrics;
    private Instant lostSince;
    private ScheduledFuture<?> planned;

    /** @param settle how long nothing more must have come back: subscriptions come back one after the other */
    Resync(LocalRooms rooms, ScheduledExecutorService timer, Clock clock, Duration settle, FanOutMetrics metrics) {
        this.rooms = rooms;
        this.timer = timer;
        this.clock = clock;
        this.settle = settle;
        this.metrics = metrics;
    }

    @Override
    public synchronized void lost() {
        if (lostSince == null) {
            lostSince = clock.instant().minus(NOTICED_WITHIN);
        }
    }

    @Override
    public synchronized void recovered() {
        lost();
        if (planned != null) {
            planned.cancel(false);
        }
        try {
            planned = timer.schedule(this::tell, settle.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            log.debug("The node is stopping; its sockets read again where they reconnect", stopping);
        }
    }

    private void tell() {
        Instant since = takeLostSince();
        if (since != null) {
            log.warn("Live events may have been lost since {}; this node's sockets are told to read again", since);
            metrics.resync();
            ResyncPayload payload = new ResyncPayload("redis_reconnected", since);
            rooms.deliver(BroadcastTarget.everyone(), SocketIoEncoder.encode("/", WireEvents.RESYNC.name(), payload));
        }
    }

    private synchronized Instant takeLostSince() {
        Instant since = lostSince;
        lostSince = null;
        return since;
    }
}
