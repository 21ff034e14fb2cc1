package dev.parley.gateway.transport.websocket;

import dev.parley.gateway.socketio.EncodedPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** RFC 6455, section 5.2: whole, unmasked frames as a server sends them. */
public final class WebSocketFrames {

    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;
    private static final int CLOSE = 0x88;
    private static final int PONG = 0x8a;
    private static final int MAX_HEADER = 10;

    private WebSocketFrames() {}

    /** One text frame, outside the heap. */
    public static ByteBuf text(byte[] text, ByteBufAllocator allocator) {
        ByteBuf frame = allocator.directBuffer(text.length + MAX_HEADER);
        append(frame, TEXT, text);
        return frame;
    }

    /** The frames of a packet, in one buffer: its text, then its attachments. */
    public static ByteBuf of(EncodedPacket packet, ByteBufAllocator allocator) {
        int headers = MAX_HEADER * (1 + packet.attachments().size());
        ByteBuf frames = allocator.ioBuffer(packet.size() + headers);
        if (packet.text().length > 0) {
            append(frames, TEXT, packet.text());
        }
        for (byte[] attachment : packet.attachments()) {
            append(frames, BINARY, attachment);
        }
        return frames;
    }

    public static ByteBuf close(int status, ByteBufAllocator allocator) {
        return allocator.ioBuffer(4).writeByte(CLOSE).writeByte(2).writeShort(status);
    }

    /** @param payload at most 125 bytes, as of any control frame */
    public static ByteBuf pong(ByteBuf payload, ByteBufAllocator allocator) {
        int length = payload.readableBytes();
        return allocator.ioBuffer(length + 2).writeByte(PONG).writeByte(length).writeBytes(payload);
    }

    private static void append(ByteBuf frames, int opcode, byte[] payload) {
        frames.writeByte(opcode);
        if (payload.length < 126) {
            frames.writeByte(payload.length);
        } else if (payload.length <= 0xffff) {
            frames.writeByte(126).writeShort(payload.length);
        } else {
            frames.writeByte(127).writeLong(payload.length);
        }
        frames.writeBytes(payload);
    }
}
