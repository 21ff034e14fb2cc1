package dev.parley.loadtests.client;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/** Splits the bytes of a server into text frames without copying complete frames. One for each socket. */
final class FrameReader {

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int CONTROL = 8;

    private final PacketHandler handler;
    private boolean upgraded;
    /** The start of a frame whose rest has not arrived. */
    private ByteBuf rest;

    FrameReader(PacketHandler handler) {
        this.handler = handler;
    }

    /** Takes over the buffer. */
    void read(ByteBuf arrived) throws IOException {
        ByteBuf in = rest == null ? arrived : append(arrived);
        rest = null;
        try {
            if (upgraded || readUpgrade(in)) {
                while (readFrame(in)) {}
            }
            if (in.isReadable()) {
                rest = in.alloc()
                        .heapBuffer(Math.max(256, 2 * in.readableBytes()))
                        .writeBytes(in);
            }
        } finally {
            in.release();
        }
    }

    private ByteBuf append(ByteBuf arrived) {
        rest.writeBytes(arrived);
        arrived.release();
        return rest;
    }

    private boolean readUpgrade(ByteBuf in) throws IOException {
        for (int i = in.readerIndex(); i + 3 < in.writerIndex(); i++) {
            if (in.getInt(i) == 0x0D0A0D0A) {
                requireSwitchingProtocols(in);
                in.readerIndex(i + 4);
                upgraded = true;
                return true;
            }
        }
        return false;
    }

    private static void requireSwitchingProtocols(ByteBuf in) throws IOException {
        String status = in.toString(in.readerIndex(), 12, java.nio.charset.StandardCharsets.US_ASCII);
        if (!status.endsWith("101")) {
            throw new IOException("no websocket: " + status);
        }
    }

    private boolean readFrame(ByteBuf in) throws IOException {
        int available = in.readableBytes();
        if (available < 2) {
            return false;
        }
        int start = in.readerIndex();
        int length = in.getByte(start + 1) & 0x7F;
        int header = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (available < header) {
            return false;
        }
        if (length == 126) {
            length = in.getUnsignedShort(start + 2);
        } else if (length == 127) {
            length = Math.toIntExact(in.getLong(start + 2));
        }
        if (available < header + length) {
            return false;
        }
        in.readerIndex(start + header + length);
        dispatch(in, in.getByte(start) & 0x0F, start + header, start + header + length);
        return true;
    }

    private void dispatch(ByteBuf in, int opcode, int from, int to) throws IOException {
        if (opcode == CLOSE) {
            throw new IOException("the server closed the websocket");
        }
        if (opcode == TEXT) {
            handler.packet(in, from, to);
        } else if (opcode < CONTROL) {
            throw new IOException("a frame of type " + opcode + " where only text is expected");
        }
    }

    void release() {
        ReferenceCountUtil.release(rest);
        rest = null;
    }

    /** Reads one packet at {@code [from, to)}, which is valid only during the call. */
    interface PacketHandler {
        void packet(ByteBuf in, int from, int to) throws IOException;
    }
}
