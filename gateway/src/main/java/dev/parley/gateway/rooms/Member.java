package dev.parley.gateway.rooms;

import dev.parley.gateway.transport.SocketHandle;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A socket as a member of rooms. Its membership changes on its event loop only, one change at a time, and waits while the socket
 * moves to another loop. Kept small: an idle socket costs one of these and an array.
 */
public final class Member implements SocketHandle.Listener {
    private static final Room[] NOWHERE = {};

    private final SocketHandle handle;
    private volatile Room[] rooms = NOWHERE;
    /** Null until the user of the socket is known. */
    private volatile String userRoom;
    /** Of the loop that has the membership; guarded by this. Null until the first change. */
    private LoopQueue queue;
    /** Not null while the membership moves to another loop; written on the new loop, under the monitor. */
    private LoopMigration migration;
    /** The one shard that holds frames back for this member; on the queue's loop. */
    private RoomShard held;

    private boolean gone;

    public Member(SocketHandle handle) {
        this.handle = handle;
    }

    public SocketHandle handle() {
        return handle;
    }

    /** @param userRoom the room of the user whose socket this is, whether or not the socket joins it */
    public void identify(String userRoom) {
        this.userRoom = userRoom;
    }

    /** Whether a broadcast except these rooms leaves this member out, by its rooms or by its user. */
    public boolean isExcepted(Set<String> except) {
        if (except.isEmpty()) {
            return false;
        }
        String own = userRoom;
        if (own != null && except.contains(own)) {
            return true;
        }
        for (Room room : rooms) {
            if (except.contains(room.name())) {
                return true;
            }
        }
        return false;
    }

    Set<String> roomNames() {
        return Stream.of(rooms)
                .map(Room::name)
                .filter(name -> !name.equals(LocalRooms.EVERYONE))
                .collect(Collectors.toUnmodifiableSet());
    }

    Room[] rooms() {
        return rooms;
    }

    boolean isIn(String room) {
        for (Room own : rooms) {
            if (own.name().equals(room)) {
                return true;
            }
        }
        return false;
    }

    boolean isInAny(Iterable<String> names) {
        for (String name : names) {
            if (isIn(name)) {
                return true;
            }
        }
        return false;
    }

    /** Runs {@code change} on the loop that has the membership, after earlier changes. */
    void change(LoopQueues queues, Runnable change) {
        LoopQueue current;
        synchronized (this) {
            if (migration != null) {
                migration.await(change);
                return;
            }
            if (queue == null) {
                queue = queues.of(handle.eventLoop());
            }
            current = queue;
            current.submit(change);
        }
        current.catchUp();
    }

    /** Starts to listen to the socket. When the socket has changed its loop since, the member moves there. */
    void attach() {
        LoopQueue own = queue();
        LoopQueue owner = own.all().of(handle.eventLoop());
        if (owner == own) {
            handle.listen(this);
            return;
        }
        owner.submit(() -> {
            handle.listen(this);
            moved(own.loop(), owner.loop());
        });
    }

    /** The queue, for a change that runs on it. */
    synchronized LoopQueue queue() {
        return queue;
    }

    boolean isGone() {
        return gone;
    }

    void leaveForGood() {
        gone = true;
    }

    void add(Room room) {
        Room[] more = Arrays.copyOf(rooms, rooms.length + 1);
        more[rooms.length] = room;
        rooms = more;
    }

    void remove(Room room) {
        rooms = Stream.of(rooms).filter(other -> other != room).toArray(Room[]::new);
    }

    // Deliveries, on the loop of the queue they were submitted to.

    /** Whether frames for this member may be held back in {@code shard}; those that another shard holds are written first. */
    boolean holdIn(RoomShard shard) {
        if (migration != null || !isOwnedBy(shard.queue()) || !handle.takesFrames()) {
            return false;
        }
        writeHeld();
        held = shard;
        return true;
    }

    boolean isHeldIn(RoomShard shard) {
        return held == shard;
    }

    void writeHeld(RoomShard shard, ByteBuf frames) {
        if (held != shard) {
            return;
        }
        held = null;
        ByteBuf own = frames.retainedDuplicate();
        if (isOwnedBy(shard.queue())) {
            handle.writeFrames(own);
        } else {
            shard.queue().all().of(handle.eventLoop()).submit(() -> handle.writeFrames(own));
        }
    }

    /** Writes the broadcast now, after held frames, or at the end of a migration. */
    void receive(Broadcast broadcast, LoopQueue on) {
        if (isOwnedBy(on) && migration != null) {
            migration.hold(broadcast.retain());
            return;
        }
        writeHeld();
        if (isOwnedBy(on)) {
            write(broadcast);
        } else {
            broadcast.retain();
            on.all().of(handle.eventLoop()).submit(() -> arrive(broadcast));
        }
    }

    /** Writes a broadcast that the previous loop has passed on. */
    private void arrive(Broadcast broadcast) {
        write(broadcast);
        broadcast.release();
    }

    void write(Broadcast broadcast) {
        if (broadcast.frame() != null && handle.takesFrames()) {
            handle.writeFrames(broadcast.frame().retainedDuplicate());
        } else {
            handle.write(broadcast.packet());
        }
    }

    private boolean isOwnedBy(LoopQueue queue) {
        return handle.eventLoop() == queue.loop();
    }

    private void writeHeld() {
        if (held != null) {
            held.queue().writeOut(held);
        }
    }

    @Override
    public void beforeWrite() {
        RoomShard holding = held;
        if (holding != null && holding.queue().loop().inEventLoop()) {
            holding.queue().writeOut(holding);
        }
    }

    @Override
    public void moved(EventLoop from, EventLoop to) {
        synchronized (this) {
            LoopQueues queues = queue.all();
            migration = new LoopMigration(this, queues.of(from), queues.of(to));
        }
        migration.begin();
    }

    /** The migration is complete: the membership is on {@code queue}'s loop. */
    synchronized void settledOn(LoopQueue queue) {
        this.queue = queue;
        migration = null;
    }
}
