package dev.parley.gateway.rooms;

import dev.parley.gateway.transport.SocketHandle;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A socket as a member of rooms. Its membership changes on its event loop only, one change at a time. Kept small: an idle socket costs one
 * of these and an array.
 */
public final class Member implements SocketHandle.Listener {
    private static final Room[] NOWHERE = {};

    private final SocketHandle handle;
    private volatile Room[] rooms = NOWHERE;
    /** Null until the user of the socket is known. */
    private volatile String userRoom;
    /** Of the socket's loop. Null until the first change. */
    private volatile LoopQueue queue;
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
                .filter(name -> !name.equals(Room.EVERYONE))
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

    /** Runs {@code change} on the socket's loop, after earlier changes. */
    void change(LoopQueues queues, Runnable change) {
        LoopQueue own = queue;
        if (own == null) {
            own = queues.of(handle.eventLoop());
            queue = own;
        }
        own.submit(change);
        own.catchUp();
    }

    /** Starts to listen to the socket. */
    void attach() {
        handle.listen(this);
    }

    /** The queue of the socket's loop, for a change that runs on it. */
    LoopQueue queue() {
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

    // Deliveries, on the socket's loop.

    /** Whether frames for this member may be held back in {@code shard}; those that another shard holds are written first. */
    boolean holdIn(RoomShard shard) {
        if (!handle.takesFrames()) {
            return false;
        }
        beforeWrite();
        held = shard;
        return true;
    }

    boolean isHeldIn(RoomShard shard) {
        return held == shard;
    }

    void writeHeld(RoomShard shard, ByteBuf frames) {
        if (held == shard) {
            held = null;
            handle.writeFrames(frames.retainedDuplicate());
        }
    }

    /** Writes the broadcast now, after held frames. */
    void receive(Broadcast broadcast) {
        beforeWrite();
        if (broadcast.frame() != null && handle.takesFrames()) {
            handle.writeFrames(broadcast.frame().retainedDuplicate());
        } else {
            handle.write(broadcast.packet());
        }
    }

    /** Writes the frames that a shard holds back for this member. */
    @Override
    public void beforeWrite() {
        RoomShard holding = held;
        if (holding != null) {
            holding.queue().writeOut(holding);
        }
    }
}
