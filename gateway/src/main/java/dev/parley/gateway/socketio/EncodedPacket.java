package dev.parley.gateway.socketio;

import java.util.List;

/**
 * A packet encoded once (Socket.IO 5, section "Packet encoding"), ready for any number of sockets and either transport. The arrays
 * are shared and never changed after construction.
 *
 * @param text UTF-8 of the whole Engine.IO text packet, such as {@code 42["new-message",{...}]}; empty when only the
 *     attachments are to be sent
 * @param attachments the binary attachments that follow it, in order; mostly none
 * @param isVolatile may be dropped for a slow reader
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or copied: this is the hot path
public record EncodedPacket(byte[] text, List<byte[]> attachments, boolean isVolatile) {

    public EncodedPacket(byte[] text) {
        this(text, List.of(), false);
    }

    /** Bytes of payload. */
    public int size() {
        int size = text.length;
        for (byte[] attachment : attachments) {
            size += attachment.length;
        }
        return size;
    }
}
