package dev.parley.gateway.rooms;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/**
 * The members of one room on one event loop, and the frames held back for them until the end of the loop's pass. On the loop
 * only, except {@link #population}.
 *
 * <p>At most one shard holds frames back for a member. So frames can always be added, and shards can be written in any order, and every
 * member receives them in the order of sending.
 */
final class RoomShard implements LoopQueue.Holder {
    private static final int MAX_HELD_BYTES = 64 * 1024;
    private static final int SMALLEST_JOINED = 2048;
    private static final Member[] NO_MEMBERS = {};

    private final Room room;
    private final LoopQueue queue;
    private Member[] members = NO_MEMBERS;
    private int size;
    private ByteBuf held;
    /** Whether {@link #held} is a buffer of this shard, which can be added to, and not the frame of one broadcast. */
    private boolean joined;
    /** Members that are written to one by one, because no frames are held for them here. */
    private int outside;

    /** Members that were added or reserved; guarded by the room. */
    int population;

    RoomShard(Room room, LoopQueue queue) {
        this.room = room;
        this.queue = queue;
    }

    Room room() {
        return room;
    }

    LoopQueue queue() {
        return queue;
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
            members[i].receive(broadcast);
        }
    }

    private void deliverOutside(Broadcast broadcast) {
        for (int i = 0; i < size; i++) {
            if (!members[i].isHeldIn(this)) {
                members[i].receive(broadcast);
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
            queue.holds(this, broadcast.since());
            return;
        }
        makeRoom(frame.readableBytes());
        held.writeBytes(frame, frame.readerIndex(), frame.readableBytes());
        if (held.readableBytes() >= MAX_HELD_BYTES) {
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

    /** Writes the held frames once for each of their members; all share the bytes. */
    @Override
    public void writeOut() {
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
