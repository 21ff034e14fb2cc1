package dev.parley.gateway.rooms;

import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.websocket.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.AbstractReferenceCounted;

/**
 * A packet that is being delivered to the sockets of this node, with the websocket frame that they share. Each event loop holds a
 * reference.
 */
final class Broadcast extends AbstractReferenceCounted {
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
        return new Broadcast(
                packet, isFramed(packet) ? WebSocketFrames.text(packet.text(), ByteBufAllocator.DEFAULT) : null, since);
    }

    /** A packet with attachments needs several frames, and a volatile one is dropped or sent per socket: both are written as packets. */
    private static boolean isFramed(EncodedPacket packet) {
        return packet.attachments().isEmpty() && !packet.isVolatile();
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
