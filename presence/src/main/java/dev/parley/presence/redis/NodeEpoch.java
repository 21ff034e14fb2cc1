package dev.parley.presence.redis;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** Identifies one start of a node in Redis, and nothing else ever: a node id may be configured and outlive the process. */
public record NodeEpoch(String value) {
    /** Short, because it is in the record of every user; long enough for the nodes that live at the same time. */
    private static final int BYTES = 6;

    /** @param random unpredictable in each process, such as a {@code SecureRandom} */
    public static NodeEpoch random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new NodeEpoch(Base64.getUrlEncoder().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
