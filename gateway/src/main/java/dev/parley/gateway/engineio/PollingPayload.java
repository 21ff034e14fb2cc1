package dev.parley.gateway.engineio;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/** Engine.IO 4, section "HTTP long-polling", packet encoding: packets joined by the record separator, binary as base64. */
public final class PollingPayload {

    private static final byte SEPARATOR = 0x1e;
    private static final byte BINARY = 'b';

    private PollingPayload() {}

    /** Receives the packets of a payload in order, until it throws. */
    public interface Packets {
        void text(byte[] packet) throws MalformedInputException;

        void binary(byte[] data) throws MalformedInputException;
    }

    /** Passes on each packet as it is decoded, including those before a malformed one. */
    public static void decode(byte[] payload, Packets packets) throws MalformedInputException {
        int start = 0;
        for (int i = 0; i <= payload.length; i++) {
            if (i == payload.length || payload[i] == SEPARATOR) {
                decode(payload, start, i, packets);
                start = i + 1;
            }
        }
    }

    private static void decode(byte[] payload, int from, int to, Packets packets) throws MalformedInputException {
        if (from == to) {
            throw new MalformedInputException("empty packet");
        }
        if (payload[from] == BINARY) {
            packets.binary(base64(Arrays.copyOfRange(payload, from + 1, to)));
        } else {
            packets.text(Arrays.copyOfRange(payload, from, to));
        }
    }

    private static byte[] base64(byte[] encoded) throws MalformedInputException {
        try {
            return Base64.getDecoder().decode(withoutLineBreaks(encoded));
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException("not base64");
        }
    }

    /** Deliberate: the Java client writes base64 as mail does, with a line break after every 76 characters and at the end. */
    private static byte[] withoutLineBreaks(byte[] encoded) {
        byte[] kept = new byte[encoded.length];
        int length = 0;
        for (byte character : encoded) {
            if (character != '\n' && character != '\r') {
                kept[length++] = character;
            }
        }
        return Arrays.copyOf(kept, length);
    }

    /** Collects packets to one payload. */
    public static final class Builder {
        private final ByteArrayOutputStream payload = new ByteArrayOutputStream(256);

        public void text(byte[] packet) {
            separate();
            payload.writeBytes(packet);
        }

        public void binary(byte[] data) {
            separate();
            payload.write(BINARY);
            payload.writeBytes(Base64.getEncoder().encode(data));
        }

        public int size() {
            return payload.size();
        }

        public byte[] build() {
            return payload.toByteArray();
        }

        private void separate() {
            if (payload.size() > 0) {
                payload.write(SEPARATOR);
            }
        }
    }
}
