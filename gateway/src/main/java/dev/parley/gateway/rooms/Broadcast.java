package dev.parley.gateway.rooms;

import dev.parley.gateway.socketio.EncodedPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.AbstractReferenceCounted;

/**
 * A packet that is being delivered to the sockets of this node, with the websocket frame that they share. Each event loop holds a
 * reference.
 */
final class Broadcast extends AbstractReferenceCounted {
    private static final int FINAL_TEXT_FRAME = 0x81;
    private static final int SIXTEEN_BIT_LENGTH = 126;
    private static final int SIXTY_FOUR_BIT_LENGTH = 127;
    private static final int LONGEST_HEADER = 10;

    private final EncodedPacket packet;
    private final ByteBuf frame;
    private final long since;

    private Broadcast(EncodedPacket packet, ByteBuf frame, long since) {
        this.packet = packet;
        this.frame = frame;
        this.since = since;
    }

    /** @param since when this node began to deliver it, in nanoseconds of {@link System#nanoTime} */
    static Broadcast of(EncodedPacket packet, long since) {
        return new Broadcast(packet, isFramed(packet) ? frame(packet.text()) : null, since);
    }

    /** A packet with attachments needs several frames, and a volatile one is dropped or sent per socket: both are written as packets. */
    private static boolean isFramed(EncodedPacket packet) {
        return packet.attachments().isEmpty() && !packet.isVolatile();
    }

    private static ByteBuf frame(byte[] text) {
        ByteBuf frame = ByteBufAllocator.DEFAULT.directBuffer(text.length + LONGEST_HEADER);
        frame.writeByte(FINAL_TEXT_FRAME);
        writeLength(frame, text.length);
        return frame.writeBytes(text);
    }

    private static void writeLength(ByteBuf frame, int length) {
        if (length < SIXTEEN_BIT_LENGTH) {
            frame.writeByte(length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(SIXTEEN_BIT_LENGTH).writeShort(length);
        } else {
            frame.writeByte(SIXTY_FOUR_BIT_LENGTH).writeLong(length);
        }
    }

    EncodedPacket packet() {
        return packet;
    }

    long since() {
        return since;
    }

    /** Null when the packet cannot be written as one prepared frame. */
    ByteBuf frame() {
        return frame;
    }

    @Override
    public Broadcast retain() {
        super.retain();
        return this;
    }

    @Override
    public Broadcast touch(Object hint) {
        return this;
    }

    @Override
    protected void deallocate() {
        if (frame != null) {
            frame.release();
        }
    }
}
