package dev.parley.presence.redis;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Under which registration this node stands in each shard, and its fence: a number that grows whenever a copy of an earlier step may
 * still be on its way to Redis. Redis refuses steps of another registration and of a lower fence. Any thread.
 */
final class Registrations {
    /** Shorter than the response timeout of any client: a step that took less was sent once. */
    private static final long MAY_BE_SENT_AGAIN_NS = Duration.ofMillis(500).toNanos();

    private final AtomicLongArray registered = new AtomicLongArray(RedisKeys.SHARDS);
    private final AtomicLong fence = new AtomicLong(1);
    private final AtomicBoolean changed = new AtomicBoolean();

    /** 0 before the first renewal. */
    long of(int shard) {
        return registered.get(shard);
    }

    long fence() {
        return fence.get();
    }

    /** Redis has this registration now. Another one than before means that it knows nothing of this node's users any more. */
    void set(int shard, long registration) {
        if (registered.getAndSet(shard, registration) != registration) {
            changed.set(true);
        }
    }

    /** Whether a registration changed since the last call. */
    boolean takeChanged() {
        return changed.getAndSet(false);
    }

    /** A step ended. Later steps must not be overtaken by a copy of it. */
    void ended(long tookNs, Throwable failure) {
        if (failure != null || tookNs > MAY_BE_SENT_AGAIN_NS) {
            fence.incrementAndGet();
        }
    }
}
