package dev.parley.gateway.transport;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;

/**
 * Ids of sessions. The sid is a secret, because it is the only credential of an Engine.IO session; the socket id is public, and reveals
 * nothing about the sid.
 */
public final class SessionIds {

    private static final int SID_BYTES = 18;

    private final Random random;

    /** @param random unpredictable: a SecureRandom, but in tests */
    public SessionIds(Random random) {
        this.random = random;
    }

    /** 24 unguessable characters that need no escaping in a URL. */
    public String secret() {
        byte[] bytes = new byte[SID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** A random (version 4) UUID. */
    UUID socketId() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong());
    }
}
