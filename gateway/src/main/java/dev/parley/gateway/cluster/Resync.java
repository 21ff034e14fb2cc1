package dev.parley.gateway.cluster;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import dev.parley.gateway.wire.ConnectionPayloads.ResyncPayload;
import dev.parley.gateway.wire.WireEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the sockets of this node to read again when subscriptions were lost: those in the rooms concerned, or all when the rooms are
 * many. Once for an outage, after the subscriptions are confirmed again, so that reading and listening leave no gap. A large audience is
 * told one after the other: each socket reads its chats again, and all of them at once would hold up the node. Any thread.
 */
final class Resync {
    private static final Logger log = LoggerFactory.getLogger(Resync.class);

    /** A lost connection is noticed within this time. */
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(5);
    /** Since the first subscription that came back, however many follow. */
    private static final long LATEST_NANOS = Duration.ofSeconds(3).toNanos();
    /** Between two sockets, while the audience is not so large that this takes longer than {@link #TELL_WITHIN}. */
    private static final Duration TURN = Duration.ofMillis(1);

    private static final Duration TELL_WITHIN = Duration.ofSeconds(2);
    private static final int MAX_ROOMS = 100;
    private static final byte[] START = PacketEvents.startOf(WireEvents.RESYNC.name());

    private final LocalRooms rooms;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Duration settle;
    private final FanOutMetrics metrics;
    /** Rooms whose subscriptions were lost and have recovered. */
    private final Set<String> recovered = new HashSet<>();

    private boolean everyone;
    private Instant lostSince;
    private long firstRecovered;
    private long lastRecovered;
    private boolean planned;

    /** @param settle time without further recovered subscriptions, after which the sockets are told */
    Resync(LocalRooms rooms, ScheduledExecutorService timer, Clock clock, Duration settle, FanOutMetrics metrics) {
        this.rooms = rooms;
        this.timer = timer;
        this.clock = clock;
        this.settle = settle;
        this.metrics = metrics;
    }

    /** A subscription is lost. */
    synchronized void lost() {
        if (lostSince == null) {
            lostSince = clock.instant().minus(NOTICED_WITHIN);
        }
    }

    /** A lost subscription is confirmed again. @param room null for the channel of the namespace */
    synchronized void recovered(String room) {
        lost();
        everyone |= room == null || recovered.size() == MAX_ROOMS;
        if (!everyone) {
            recovered.add(room);
        }
        lastRecovered = System.nanoTime();
        if (!planned) {
            planned = true;
            firstRecovered = lastRecovered;
            plan(settle.toNanos());
        }
    }

    /** Whether all sockets of this node will be told, so that a resync for some of them can be left out. */
    synchronized boolean isPendingForEveryone() {
        return planned && everyone;
    }

    private void plan(long nanos) {
        try {
            timer.schedule(this::tellOnceSettled, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException stopping) {
            log.debug("The node is stopping; its sockets read again where they reconnect", stopping);
        }
    }

    private void tellOnceSettled() {
        BroadcastTarget target;
        Instant since;
        synchronized (this) {
            long now = System.nanoTime();
            long due = Math.min(lastRecovered + settle.toNanos(), firstRecovered + LATEST_NANOS);
            if (now - due < 0) {
                plan(due - now);
                return;
            }
            target = new BroadcastTarget(everyone ? List.of() : List.copyOf(recovered), List.of());
            since = lostSince;
            reset();
        }
        tell(target, since);
    }

    private void reset() {
        planned = false;
        everyone = false;
        recovered.clear();
        lostSince = null;
    }

    /** Tells the members of these rooms at once. */
    void tell(List<String> missed, Instant since) {
        for (int from = 0; from < missed.size(); from += MAX_ROOMS) {
            List<String> some = missed.subList(from, Math.min(missed.size(), from + MAX_ROOMS));
            tell(new BroadcastTarget(some, List.of()), since);
        }
    }

    private void tell(BroadcastTarget target, Instant since) {
        log.warn(
                "Live events may have been lost since {}; {} are told to resync",
                since,
                target.rooms().isEmpty()
                        ? "all sockets of this node"
                        : "the sockets in " + target.rooms().size() + " rooms");
        metrics.resync();
        deliver(target, packet(since));
    }

    void deliver(BroadcastTarget target, EncodedPacket resync) {
        Duration time = TURN.multipliedBy(rooms.population(target));
        rooms.deliverInTurn(target, resync, time.compareTo(TELL_WITHIN) < 0 ? time : TELL_WITHIN);
    }

    static boolean isResync(EncodedPacket packet) {
        return PacketEvents.begins(packet, START);
    }

    static EncodedPacket packet(Instant since) {
        return SocketIoEncoder.encode("/", WireEvents.RESYNC.name(), payload(since));
    }

    static ResyncPayload payload(Instant since) {
        return new ResyncPayload("redis_reconnected", since);
    }
}
