package dev.parley.gateway.admin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/** Bounds logins: of one client address, and of all together, since each costs the node CPU. Any thread. */
final class LoginAttempts {
    private static final int PER_ADDRESS = 10;
    private static final Duration REFILL = Duration.ofMinutes(1);
    private static final int OF_ALL = 30;
    private static final Duration REFILL_ALL = Duration.ofSeconds(10);
    private static final int MAX_ADDRESSES = 10_000;

    private final Bucket all = bucket(OF_ALL, REFILL_ALL);
    private final Cache<Object, Bucket> byAddress = Caffeine.newBuilder()
            .maximumSize(MAX_ADDRESSES)
            .expireAfterAccess(REFILL.multipliedBy(2))
            .build();

    /** @param address equal for all clients that one attacker can cause, see {@code AddressKey} */
    boolean take(Object address) {
        return byAddress.get(address, same -> bucket(PER_ADDRESS, REFILL)).tryConsume(1) && all.tryConsume(1);
    }

    private static Bucket bucket(int tokens, Duration refill) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(tokens).refillGreedy(tokens, refill))
                .build();
    }
}
