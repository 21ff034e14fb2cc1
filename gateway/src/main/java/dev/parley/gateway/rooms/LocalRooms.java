package dev.parley.gateway.rooms;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.gateway.socketio.EncodedPacket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The sockets of this node, by room and event loop, and the delivery to them.
 *
 * <p>Guarantee: for one socket, what is delivered here arrives in the order in which it was delivered, across rooms; two sockets
 * of one room see its broadcasts in the same order.
 */
public final class LocalRooms implements Rooms {
    /** The room of all sockets; no client can name it, since a room's name is never empty on the wire. */
    static final String EVERYONE = "";
    /** Of one socket, {@link #EVERYONE} among them. */
    private static final int MAX_ROOMS = 1_001;

    private final ConcurrentMap<String, Room> rooms = new ConcurrentHashMap<>();
    private final RoomSubscriptions subscriptions;
    private final DeliveryMetrics metrics;
    private final LoopQueues lanes;

    public LocalRooms(RoomSubscriptions subscriptions, DeliveryMetrics metrics) {
        this.subscriptions = subscriptions;
        this.metrics = metrics;
        this.lanes = new LoopQueues(metrics);
    }

    /** Whether a socket of this node is in the room. */
    public boolean has(String room) {
        return rooms.containsKey(room);
    }

    /** Rooms with a member here. */
    public int count() {
        return rooms.size() - (has(EVERYONE) ? 1 : 0);
    }

    @Override
    public void enter(Member member) {
        member.change(lanes, () -> takePlace(member, EVERYONE));
    }

    @Override
    public CompletionStage<Void> join(Member member, String room) {
        CompletableFuture<Void> live = new CompletableFuture<>();
        member.change(lanes, () -> join(member, room, live));
        return live;
    }

    private void join(Member member, String room, CompletableFuture<Void> live) {
        if (member.isGone()) {
            live.completeExceptionally(new CancellationException("the socket has left for good"));
            return;
        }
        if (member.rooms().length >= MAX_ROOMS && !member.isIn(room)) {
            live.completeExceptionally(new Rejection(
                    ErrorCode.RATE_LIMITED, "a socket is in at most " + (MAX_ROOMS - 1) + " rooms; leave one first"));
            return;
        }
        takePlace(member, EVERYONE);
        takePlace(member, room);
        subscriptions.acquire(room).whenComplete((done, failure) -> {
            if (failure == null) {
                live.complete(null);
            } else {
                leave(member, room);
                live.completeExceptionally(failure);
            }
        });
    }

    private void takePlace(Member member, String name) {
        if (member.isGone() || member.isIn(name)) {
            return;
        }
        Room room = rooms.compute(name, (same, open) -> reserve(open == null ? new Room(same) : open, member));
        room.partOn(member.lane()).add(member);
        member.add(room);
        if (name.equals(EVERYONE)) {
            member.attach();
        }
    }

    private static Room reserve(Room room, Member member) {
        room.reserve(member.lane());
        return room;
    }

    @Override
    public void leave(Member member, String room) {
        member.change(lanes, () -> giveBackPlace(member, room));
    }

    @Override
    public void leaveAll(Member member) {
        member.change(lanes, () -> {
            member.leaveForGood();
            for (Room room : member.rooms()) {
                giveBackPlace(member, room.name());
            }
        });
    }

    private void giveBackPlace(Member member, String name) {
        if (!member.isIn(name)) {
            return;
        }
        Room room = rooms.get(name);
        RoomShard place = room.partOn(member.lane());
        place.remove(member);
        member.remove(room);
        rooms.computeIfPresent(name, (same, open) -> vacate(open, place));
    }

    /** Null, which takes the room off the map, when that was the last place. */
    private Room vacate(Room room, RoomShard place) {
        room.vacate(place);
        if (!room.isEmpty()) {
            return room;
        }
        if (!room.name().equals(EVERYONE)) {
            subscriptions.release(room.name());
        }
        return null;
    }

    @Override
    public Set<String> roomsOf(Member member) {
        return member.roomNames();
    }

    /** Delivers to the sockets of this node only. Any thread; a caller on an event loop has that loop's share done at once. */
    public void deliver(BroadcastTarget target, EncodedPacket packet) {
        List<Room> reached = reached(target);
        if (reached.isEmpty()) {
            return;
        }
        metrics.reached(reached.stream().mapToInt(Room::population).sum());
        Broadcast broadcast = Broadcast.of(packet, System.nanoTime());
        try {
            Set<String> except = Set.copyOf(target.except());
            if (reached.size() == 1 && except.isEmpty()) {
                deliverToAllIn(reached.get(0), broadcast);
            } else {
                deliverToSome(reached, except, broadcast);
            }
        } finally {
            broadcast.release();
        }
    }

    private static void deliverToAllIn(Room room, Broadcast broadcast) {
        RoomShard[] parts;
        synchronized (room) {
            parts = room.parts();
            for (RoomShard part : parts) {
                part.lane().submit(new BroadcastTask(part, broadcast.retain()));
            }
        }
        for (RoomShard part : parts) {
            part.lane().catchUp();
        }
    }

    private static void deliverToSome(List<Room> reached, Set<String> except, Broadcast broadcast) {
        visit(reached, (lane, parts) -> {
            broadcast.retain();
            return new MulticastTask(parts, except, member -> member.receive(broadcast, lane), broadcast::release);
        });
    }

    /** Runs {@code action} for each socket of this node that {@code target} means, on the socket's event loop. */
    public void forEach(BroadcastTarget target, Consumer<Member> action) {
        Set<String> except = Set.copyOf(target.except());
        visit(reached(target), (lane, parts) -> new MulticastTask(parts, except, action, () -> {}));
    }

    private static void visit(List<Room> reached, BiFunction<LoopQueue, List<RoomShard>, MulticastTask> visitOn) {
        Map<LoopQueue, List<RoomShard>> byLane = new LinkedHashMap<>();
        Room.holdingAll(reached, () -> {
            for (Room room : reached) {
                for (RoomShard part : room.parts()) {
                    byLane.computeIfAbsent(part.lane(), lane -> new ArrayList<>())
                            .add(part);
                }
            }
            byLane.forEach((lane, parts) -> lane.submit(visitOn.apply(lane, parts)));
        });
        byLane.keySet().forEach(LoopQueue::catchUp);
    }

    private List<Room> reached(BroadcastTarget target) {
        List<String> names = target.rooms().isEmpty() ? List.of(EVERYONE) : target.rooms();
        return names.stream()
                .map(rooms::get)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparing(Room::name))
                .toList();
    }
}
