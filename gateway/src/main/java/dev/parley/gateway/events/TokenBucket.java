package dev.parley.gateway.events;

import java.time.Duration;
import java.util.Optional;

/**
 * The events that one socket may still send: a burst at once, then one per interval. Not thread-safe: the owner guards it.
 *
 * <p>Deliberate: not a bucket of bucket4j, which takes 313 bytes where this takes 32, and every socket has one.
 */
final class TokenBucket {
    private final EventLimit limit;
    /** When all tokens that were taken are paid for, in nanoseconds of the clock. */
    private long paidAt;

    /** @param now in nanoseconds, like {@link System#nanoTime} */
    TokenBucket(EventLimit limit, long now) {
        this.limit = limit;
        this.paidAt = now;
    }

    /** Takes a token and completes empty, or completes with the time until a token is available. */
    Optional<Duration> take(long now) {
        long debt = Math.max(paidAt - now, 0);
        long excess = debt - limit.burstNanos();
        if (excess > 0) {
            return Optional.of(Duration.ofNanos(excess));
        }
        paidAt = now + debt + limit.intervalNanos();
        return Optional.empty();
    }
}
