package dev.parley.gateway.admin;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.rooms.DeliveryTrace;
import dev.parley.gateway.rooms.ForwardingTrace;
import dev.parley.gateway.rooms.LocalRooms;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.transport.Session;
import io.github.bucket4j.Bucket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the admins what happens to the sockets of this node while anybody watches: who connects and disconnects, rooms, and the names of
 * events, never their contents. At most {@link #PER_SECOND} a second; the rest is counted, and the admins read all sockets again. Any
 * thread.
 */
final class AdminFeed extends ForwardingTrace {
    static final int PER_SECOND = 100;
    private static final int AT_ONCE = 500;
    /** A delivery to more sockets than these is not told. */
    private static final int MAX_RECIPIENTS = 20;

    private static final int MAX_NAME = 64;
    /** Where an event's name begins in a packet: behind {@code 42["}. */
    private static final int NAME = 4;

    private final Clock clock;
    private final AdminMeters meters;
    private final Bucket budget = Bucket.builder()
            .addLimit(limit -> limit.capacity(AT_ONCE).refillGreedy(PER_SECOND, Duration.ofSeconds(1)))
            .build();
    private final AtomicLong dropped = new AtomicLong();
    /** Sockets that were polling when they connected. */
    private final Set<Session> polling = ConcurrentHashMap.newKeySet();

    private volatile AdminAudience audience = AdminAudience.NOBODY;
    private volatile LocalRooms rooms;
    private volatile SocketSnapshots sockets;

    /** @param next is told first */
    AdminFeed(DeliveryTrace next, Clock clock, AdminMeters meters) {
        super(next);
        this.clock = clock;
        this.meters = meters;
    }

    void start(LocalRooms rooms, SocketSnapshots sockets, AdminAudience audience) {
        this.rooms = rooms;
        this.sockets = sockets;
        this.audience = audience;
    }

    /** Events that were dropped since the call before. */
    long takeDropped() {
        return dropped.getAndSet(0);
    }

    void connected(Session session) {
        if (mayTell()) {
            SocketView view = sockets.connected(session);
            if (view.transport().equals("polling") && polling.size() < SocketSnapshots.MAX_SOCKETS) {
                polling.add(session);
            }
            audience.tell(List.of("socket_connected", view, clock.instant()));
        }
    }

    void disconnected(Session session) {
        polling.remove(session);
        tell("socket_disconnected", session.id().toString(), SocketView.reasonOf(session));
    }

    /** Tells the sockets that have upgraded since they connected. */
    void tellUpgrades() {
        for (Session session : new ArrayList<>(polling)) {
            String transport = SocketView.transportOf(session);
            if (!transport.equals("polling") && mayTell()) {
                polling.remove(session);
                update(session, "transport", transport);
            }
        }
    }

    private void update(Session session, String field, Object value) {
        audience.tell(List.of(
                "socket_updated", Map.of("id", session.id().toString(), "nsp", AdminFrames.CHATS, field, value)));
    }

    void received(Session session, String event) {
        tell("event_received", session.id().toString(), List.of(event));
    }

    @Override
    public void joined(Member member, String room) {
        super.joined(member, room);
        tell("room_joined", room, idOf(member));
        if (audience.isWatching() && member.handle().socket() instanceof Session session) {
            Map<String, Object> user = sockets.userOf(session);
            if (room.equals(user.get("userId")) && mayTell()) {
                update(session, "data", user);
            }
        }
    }

    @Override
    public void left(Member member, String room, boolean isGone) {
        super.left(member, room, isGone);
        tell("room_left", room, idOf(member));
    }

    private static String idOf(Member member) {
        return member.handle().id().toString();
    }

    @Override
    public void delivered(byte[] packet, String room, int sockets) {
        super.delivered(packet, room, sockets);
        if (audience.isWatching() && sockets <= MAX_RECIPIENTS) {
            List<String> event = List.of(nameIn(packet));
            rooms.forEach(BroadcastTarget.room(room), member -> tell("event_sent", idOf(member), event));
        }
    }

    private static String nameIn(byte[] packet) {
        int end = NAME;
        while (end < packet.length && end < NAME + MAX_NAME && packet[end] != '"') {
            end++;
        }
        return new String(packet, Math.min(NAME, packet.length), Math.max(0, end - NAME), StandardCharsets.UTF_8);
    }

    private void tell(String event, Object... arguments) {
        if (mayTell()) {
            List<Object> all = new ArrayList<>(List.of(event, AdminFrames.CHATS));
            all.addAll(Arrays.asList(arguments));
            all.add(clock.instant());
            audience.tell(all);
        }
    }

    private boolean mayTell() {
        if (!audience.isWatching()) {
            return false;
        }
        if (budget.tryConsume(1)) {
            return true;
        }
        dropped.incrementAndGet();
        meters.dropped();
        return false;
    }
}
