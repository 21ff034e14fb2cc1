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

    private final SocketHandle recipient;
    private volatile Room[] rooms = NOWHERE;
    /** Null until it is known whose socket this is. */
    private volatile String userRoom;
    /** Where the membership is kept; guarded by this. Null until the first change. */
    private LoopQueue lane;
    /** Not null while the membership moves to another loop; written on the new loop, under the monitor. */
    private LoopMigration move;
    /** The one part that holds something back for this member; on the lane's loop. */
    private RoomShard held;

    private boolean gone;

    public Member(SocketHandle recipient) {
        this.recipient = recipient;
    }

    public SocketHandle recipient() {
        return recipient;
    }

    /** @param userRoom the room of the user whose socket this is, whether or not the socket joins it */
    public void identify(String userRoom) {
        this.userRoom = userRoom;
    }

    /** Whether a broadcast but for these rooms leaves this member out: by its rooms and by its user. */
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

    /** Has {@code change} run on the loop that the membership is on, after the changes before it. */
    void change(LoopQueues lanes, Runnable change) {
        LoopQueue current;
        synchronized (this) {
            if (move != null) {
                move.await(change);
                return;
            }
            if (lane == null) {
                lane = lanes.of(recipient.eventLoop());
            }
            current = lane;
            current.submit(change);
        }
        current.catchUp();
    }

    /** Starts to listen to the socket; one that has changed its loop since it was asked for is followed there. */
    void attach() {
        LoopQueue own = lane();
        LoopQueue owner = own.all().of(recipient.eventLoop());
        if (owner == own) {
            recipient.listen(this);
            return;
        }
        owner.submit(() -> {
            recipient.listen(this);
            moved(own.loop(), owner.loop());
        });
    }

    /** The lane, for a change that runs on it. */
    synchronized LoopQueue lane() {
        return lane;
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

    // What is delivered, on the loop of the lane it was submitted to.

    /** Whether frames for this member may be held back in {@code part}; what another part holds for it is written first. */
    boolean holdIn(RoomShard part) {
        if (move != null || !isOwnedBy(part.lane()) || !recipient.takesFrames()) {
            return false;
        }
        writeHeld();
        held = part;
        return true;
    }

    boolean isHeldIn(RoomShard part) {
        return held == part;
    }

    void writeHeld(RoomShard part, ByteBuf frames) {
        if (held != part) {
            return;
        }
        held = null;
        ByteBuf own = frames.retainedDuplicate();
        if (isOwnedBy(part.lane())) {
            recipient.writeFrames(own);
        } else {
            part.lane().all().of(recipient.eventLoop()).submit(() -> recipient.writeFrames(own));
        }
    }

    /** Writes the broadcast now, after what is held back; or once the member has arrived on the loop it is moving to. */
    void receive(Broadcast broadcast, LoopQueue on) {
        if (isOwnedBy(on) && move != null) {
            move.hold(broadcast.retain());
            return;
        }
        writeHeld();
        if (isOwnedBy(on)) {
            write(broadcast);
        } else {
            broadcast.retain();
            on.all().of(recipient.eventLoop()).submit(() -> arrive(broadcast));
        }
    }

    /** Writes a broadcast that the loop the member came from has passed on. */
    private void arrive(Broadcast broadcast) {
        write(broadcast);
        broadcast.release();
    }

    void write(Broadcast broadcast) {
        if (broadcast.frame() != null && recipient.takesFrames()) {
            recipient.writeFrames(broadcast.frame().retainedDuplicate());
        } else {
            recipient.write(broadcast.packet());
        }
    }

    private boolean isOwnedBy(LoopQueue lane) {
        return recipient.eventLoop() == lane.loop();
    }

    private void writeHeld() {
        if (held != null) {
            held.lane().writeOut(held);
        }
    }

    @Override
    public void beforeWrite() {
        RoomShard holding = held;
        if (holding != null && holding.lane().loop().inEventLoop()) {
            holding.lane().writeOut(holding);
        }
    }

    @Override
    public void moved(EventLoop from, EventLoop to) {
        synchronized (this) {
            LoopQueues lanes = lane.all();
            move = new LoopMigration(this, lanes.of(from), lanes.of(to));
        }
        move.begin();
    }

    /** The move is over: the membership is on {@code lane} from now on. */
    synchronized void settledOn(LoopQueue lane) {
        this.lane = lane;
        move = null;
    }
}
