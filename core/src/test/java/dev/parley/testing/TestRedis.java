package dev.parley.testing;

import java.util.Optional;

/**
 * The Redis that tests share: the one that {@code PARLEY_TEST_REDIS} names, else a {@link RedisServer} that ends with this JVM. Each
 * test class uses a key prefix of its own.
 */
public final class TestRedis {
    private TestRedis() {}

    /** Such as {@code redis://127.0.0.1:34567}; started when it is first asked for. */
    public static String address() {
        return Shared.ADDRESS;
    }

    private static final class Shared {
        static final String ADDRESS = Optional.ofNullable(System.getenv("PARLEY_TEST_REDIS"))
                .orElseGet(() -> RedisServer.start().address());
    }
}
