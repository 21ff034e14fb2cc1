package dev.parley.gateway.rooms;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/**
 * The members of one room on one event loop, and the frames held back for them until the end of the loop's pass. On the loop
 * only, but for {@link #population}.
 *
 * <p>A member is in at most one part that holds something back. So what is held may always be added to, and parts may be written
 * in any order, without a member ever getting two things in another order than they were sent.
 */
final class RoomShard {
    private static final int MOST_HELD_BYTES = 64 * 1024;
    private static final int SMALLEST_JOINED = 2048;
    private static final Member[] NOBODY = {};

    private final Room room;
    private final LoopQueue lane;
    private Member[] members = NOBODY;
    private int size;
    private ByteBuf held;
    /** Whether {@link #held} is a buffer of this part's own, so that it can be added to, and not one broadcast's frame. */
    private boolean joined;
    /** Members for whom nothing is held here: they are written to one by one. */
    private int outside;

    /** Members here or on their way; guarded by the room. */
    int population;

    RoomShard(Room room, LoopQueue lane) {
        this.room = room;
        this.lane = lane;
    }

    Room room() {
        return room;
    }

    LoopQueue lane() {
        return lane;
    }

    int size() {
        return size;
    }

    Member member(int index) {
        return members[index];
    }

    void add(Member member) {
        writeOut();
        if (size == members.length) {
            members = Arrays.copyOf(members, size + 1 + (size >> 1));
        }
        members[size++] = member;
    }

    void remove(Member member) {
        writeOut();
        for (int i = size - 1; i >= 0; i--) {
            if (members[i] == member) {
                members[i] = members[--size];
                members[size] = null;
                return;
            }
        }
    }

    void deliver(Broadcast broadcast) {
        if (broadcast.frame() == null) {
            deliverToEach(broadcast);
            return;
        }
        if (held == null) {
            open();
        }
        if (outside > 0) {
            deliverOutside(broadcast);
        }
        if (outside < size) {
            hold(broadcast);
        }
    }

    private void deliverToEach(Broadcast broadcast) {
        for (int i = 0; i < size; i++) {
            members[i].receive(broadcast, lane);
        }
    }

    private void deliverOutside(Broadcast broadcast) {
        for (int i = 0; i < size; i++) {
            if (!members[i].isHeldIn(this)) {
                members[i].receive(broadcast, lane);
            }
        }
    }

    private void open() {
        outside = 0;
        for (int i = 0; i < size; i++) {
            if (!members[i].holdIn(this)) {
                outside++;
            }
        }
    }

    private void hold(Broadcast broadcast) {
        ByteBuf frame = broadcast.frame();
        if (held == null) {
            held = frame.retainedDuplicate();
            joined = false;
            lane.holds(this, broadcast.since());
            return;
        }
        makeRoom(frame.readableBytes());
        held.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
        if (held.readableBytes() >= MOST_HELD_BYTES) {
            writeOut();
        }
    }

    private void makeRoom(int bytes) {
        if (joined && held.writableBytes() >= bytes) {
            return;
        }
        int capacity = Math.max(SMALLEST_JOINED, 2 * (held.readableBytes() + bytes));
        ByteBuf larger = ByteBufAllocator.DEFAULT
                .directBuffer(capacity)
                .writeBytes(held, held.readerIndex(), held.readableBytes());
        held.release();
        held = larger;
        joined = true;
    }

    /** Writes what is held back, once for each member that it is held for; they all share the bytes. */
    void writeOut() {
        if (held == null) {
            return;
        }
        ByteBuf frames = held;
        held = null;
        for (int i = 0; i < size; i++) {
            members[i].writeHeld(this, frames);
        }
        frames.release();
    }
}
