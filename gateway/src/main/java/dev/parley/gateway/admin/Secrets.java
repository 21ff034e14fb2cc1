package dev.parley.gateway.admin;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random ids of sessions and requests. */
final class Secrets {
    private static final int BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    static String next() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
