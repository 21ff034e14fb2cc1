package dev.parley.loadtests.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Encodes the handshake of a browser and masked websocket text frames. */
final class ClientFrames {

    /** Not zero, because some servers skip unmasking then. */
    private static final int MASK = 0x5A17C3E9;

    private static final int FINAL_TEXT = 0x81;
    private static final int MASKED = 0x80;

    private ClientFrames() {}

    /** A handshake with the headers of a browser, because servers keep some of them in memory. */
    static ByteBuf handshake(String host, boolean offersDeflate) {
        String request = """
                GET /socket.io/?EIO=4&transport=websocket HTTP/1.1
                Host: %s
                Connection: Upgrade
                Pragma: no-cache
                Cache-Control: no-cache
                User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
                Upgrade: websocket
                Origin: http://%s
                Sec-WebSocket-Version: 13
                Accept-Encoding: gzip, deflate, br, zstd
                Accept-Language: en-GB,en;q=0.9,de;q=0.8
                Cookie: session=eyJhbGciOiJIUzI1NiJ9.c2Vzc2lvbg.0123456789abcdef; theme=dark; consent=all
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                %s
                """.formatted(
                        host,
                        host,
                        offersDeflate ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\n" : "");
        return Unpooled.copiedBuffer(
                request.stripTrailing().replace("\n", "\r\n") + "\r\n\r\n", StandardCharsets.US_ASCII);
    }

    static ByteBuf text(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = Unpooled.buffer(payload.length + 14).writeByte(FINAL_TEXT);
        writeLength(frame, payload.length);
        frame.writeInt(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.writeByte(payload[i] ^ (MASK >>> (24 - 8 * (i & 3))));
        }
        return frame;
    }

    private static void writeLength(ByteBuf frame, int length) {
        if (length < 126) {
            frame.writeByte(MASKED | length);
        } else if (length < 65536) {
            frame.writeByte(MASKED | 126).writeShort(length);
        } else {
            frame.writeByte(MASKED | 127).writeLong(length);
        }
    }

    /** Whether the bytes from {@code index} on start with the given ones. */
    static boolean startsWith(ByteBuf in, int index, int end, byte[] prefix) {
        return end - index >= prefix.length
                && ByteBufUtil.equals(in, index, Unpooled.wrappedBuffer(prefix), 0, prefix.length);
    }
}
