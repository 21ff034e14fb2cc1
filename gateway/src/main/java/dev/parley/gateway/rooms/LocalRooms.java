package dev.parley.gateway.rooms;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.SocketHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The sockets of this node, by room and event loop, and the delivery to them.
 *
 * <p>Guarantee: a socket receives broadcasts in the order of their delivery here, across rooms; two sockets of one room receive its
 * broadcasts in the same order.
 */
public final class LocalRooms implements Rooms {
    /** Of one socket, {@link Room#EVERYONE} among them. */
    private static final int MAX_ROOMS = 1_001;

    private final ConcurrentMap<String, Room> rooms = new ConcurrentHashMap<>();
    private final RoomSubscriptions subscriptions;
    private final DeliveryMetrics metrics;
    private final DeliveryTrace trace;
    private final LoopQueues queues;

    public LocalRooms(RoomSubscriptions subscriptions, DeliveryMetrics metrics, DeliveryTrace trace) {
        this.subscriptions = subscriptions;
        this.metrics = metrics;
        this.trace = trace;
        this.queues = new LoopQueues(metrics);
    }

    /** Whether a socket of this node is in the room. */
    public boolean has(String room) {
        return rooms.containsKey(room);
    }

    /** Rooms with a member here. */
    public int count() {
        return rooms.size() - (has(Room.EVERYONE) ? 1 : 0);
    }

    @Override
    public void enter(Member member) {
        member.change(queues, () -> enterRoom(member, Room.EVERYONE));
    }

    @Override
    public CompletionStage<Void> join(Member member, String room) {
        CompletableFuture<Void> live = new CompletableFuture<>();
        member.change(queues, () -> join(member, room, live));
        return live;
    }

    private void join(Member member, String room, CompletableFuture<Void> live) {
        if (member.isGone()) {
            live.completeExceptionally(new CancellationException("the socket has disconnected"));
            return;
        }
        boolean wasIn = member.isIn(room);
        if (member.rooms().length >= MAX_ROOMS && !wasIn) {
            live.completeExceptionally(new Rejection(
                    ErrorCode.RATE_LIMITED, "a socket is in at most " + (MAX_ROOMS - 1) + " rooms; leave one first"));
            return;
        }
        enterRoom(member, Room.EVERYONE);
        enterRoom(member, room);
        subscriptions.acquire(room).whenComplete((done, failure) -> {
            if (failure == null) {
                live.complete(null);
            } else {
                if (!wasIn) {
                    leave(member, room);
                }
                live.completeExceptionally(failure);
            }
        });
    }

    private void enterRoom(Member member, String name) {
        if (member.isGone() || member.isIn(name)) {
            return;
        }
        Room room = rooms.compute(name, (same, open) -> reserve(open == null ? new Room(same) : open, member));
        room.shardOn(member.queue()).add(member);
        member.add(room);
        if (name.equals(Room.EVERYONE)) {
            member.attach();
        } else {
            trace.joined(member, name);
        }
    }

    private static Room reserve(Room room, Member member) {
        room.reserve(member.queue());
        return room;
    }

    @Override
    public void leave(Member member, String room) {
        member.change(queues, () -> leaveRoom(member, room));
    }

    @Override
    public void leaveAll(Member member) {
        member.change(queues, () -> {
            member.leaveForGood();
            for (Room room : member.rooms()) {
                leaveRoom(member, room.name());
            }
        });
    }

    private void leaveRoom(Member member, String name) {
        if (!member.isIn(name)) {
            return;
        }
        Room room = rooms.get(name);
        RoomShard shard = room.shardOn(member.queue());
        shard.remove(member);
        member.remove(room);
        if (!name.equals(Room.EVERYONE)) {
            trace.left(member, name, member.isGone());
        }
        rooms.computeIfPresent(name, (same, open) -> vacate(open, shard));
    }

    /** Null, which removes the room from the map, when it has no members left. */
    private Room vacate(Room room, RoomShard shard) {
        room.vacate(shard);
        if (!room.isEmpty()) {
            return room;
        }
        if (!room.name().equals(Room.EVERYONE)) {
            subscriptions.release(room.name());
        }
        return null;
    }

    @Override
    public Set<String> roomsOf(Member member) {
        return member.roomNames();
    }

    /** Delivers to the sockets of this node only. Any thread; on an event loop, that loop's sockets are written to at once. */
    public void deliver(BroadcastTarget target, EncodedPacket packet) {
        List<Room> reached = reached(target);
        if (reached.isEmpty()) {
            return;
        }
        metrics.reached(population(reached));
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
        for (Room room : reached) {
            trace.delivered(packet.text(), room.name(), room.population());
        }
    }

    private static void deliverToAllIn(Room room, Broadcast broadcast) {
        RoomShard[] shards;
        synchronized (room) {
            shards = room.shards();
            for (RoomShard shard : shards) {
                shard.queue().submit(new BroadcastTask(shard, broadcast.retain()));
            }
        }
        for (RoomShard shard : shards) {
            shard.queue().catchUp();
        }
    }

    private static void deliverToSome(List<Room> reached, Set<String> except, Broadcast broadcast) {
        visit(reached, (queue, shards) -> {
            broadcast.retain();
            return new MulticastTask(shards, except, member -> member.receive(broadcast), broadcast::release);
        });
    }

    /**
     * Delivers to one socket after the other, spread evenly over {@code time}: for events that make each socket send requests.
     * Broadcasts that follow may arrive before it.
     */
    public void deliverInTurn(BroadcastTarget target, EncodedPacket packet, Duration time) {
        int population = population(target);
        if (population == 0) {
            return;
        }
        metrics.reached(population);
        AtomicInteger turns = new AtomicInteger();
        forEach(target, member -> {
            long delay = time.toNanos() / population * turns.getAndIncrement();
            SocketHandle socket = member.handle();
            socket.eventLoop().schedule(() -> socket.write(packet), delay, TimeUnit.NANOSECONDS);
        });
    }

    /** Completes with the ids of the sockets of this node that are in the room. */
    public CompletionStage<Set<UUID>> socketsIn(String room) {
        Set<UUID> found = ConcurrentHashMap.newKeySet();
        return forAll(
                        BroadcastTarget.room(room),
                        member -> found.add(member.handle().id()))
                .thenApply(done -> found);
    }

    /** As {@link #forEach}. Completes once {@code action} has run for all. */
    public CompletionStage<Void> forAll(BroadcastTarget target, Consumer<Member> action) {
        Set<String> except = Set.copyOf(target.except());
        List<CompletableFuture<Void>> loops = new ArrayList<>();
        visit(reached(target), (queue, shards) -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            loops.add(done);
            return new MulticastTask(shards, except, action, () -> done.complete(null));
        });
        return CompletableFuture.allOf(loops.toArray(CompletableFuture[]::new));
    }

    /** Sockets of this node in {@code target}; one in several of its rooms counts several times. */
    public int population(BroadcastTarget target) {
        return population(reached(target));
    }

    private static int population(List<Room> reached) {
        return reached.stream().mapToInt(Room::population).sum();
    }

    /** Runs {@code action} for each socket of this node in {@code target}, on the socket's event loop. */
    public void forEach(BroadcastTarget target, Consumer<Member> action) {
        Set<String> except = Set.copyOf(target.except());
        visit(reached(target), (queue, shards) -> new MulticastTask(shards, except, action, () -> {}));
    }

    private static void visit(List<Room> reached, BiFunction<LoopQueue, List<RoomShard>, MulticastTask> visitOn) {
        Map<LoopQueue, List<RoomShard>> byQueue = new LinkedHashMap<>();
        Room.holdingAll(reached, () -> {
            for (Room room : reached) {
                for (RoomShard shard : room.shards()) {
                    byQueue.computeIfAbsent(shard.queue(), queue -> new ArrayList<>())
                            .add(shard);
                }
            }
            byQueue.forEach((queue, shards) -> queue.submit(visitOn.apply(queue, shards)));
        });
        byQueue.keySet().forEach(LoopQueue::catchUp);
    }

    private List<Room> reached(BroadcastTarget target) {
        List<String> names = target.rooms().isEmpty() ? List.of(Room.EVERYONE) : target.rooms();
        return names.stream()
                .map(rooms::get)
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparing(Room::name))
                .toList();
    }
}
