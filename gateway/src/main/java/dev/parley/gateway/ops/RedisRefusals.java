package dev.parley.gateway.ops;

import dev.parley.gateway.metrics.EnumCounters;
import dev.parley.gateway.wire.EnumNames;
import dev.parley.presence.redis.RedisFailures;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Counts the commands that Redis refused, by error, and knows whether it refuses writes now. Any thread. */
final class RedisRefusals {
    /** A node writes several times a second, even without clients. */
    private static final long RECENT_NANOS = Duration.ofSeconds(5).toNanos();
    /** Answered with the script, another server or another attempt. */
    private static final Set<String> EXPECTED = Set.of("NOSCRIPT", "MOVED", "ASK", "TRYAGAIN");

    private static final Set<RedisError> OF_WRITES =
            EnumSet.of(RedisError.OOM, RedisError.READONLY, RedisError.MISCONF, RedisError.NOREPLICAS);

    /** The first word of an error. */
    private enum RedisError {
        OOM,
        READONLY,
        MISCONF,
        NOREPLICAS,
        NOPERM,
        NOAUTH,
        WRONGPASS,
        LOADING,
        CLUSTERDOWN,
        MASTERDOWN,
        OTHER
    }

    private record Refusal(String error, long at) {}

    private final EnumCounters<RedisError> counters;
    private final LongSupplier nanoClock;
    private volatile Refusal lastWrite;

    RedisRefusals(MeterRegistry registry, LongSupplier nanoClock) {
        this.counters = new EnumCounters<>(
                registry,
                RedisError.class,
                "parley.redis.refusals",
                "Redis commands that Redis answered with an error; a batch counts as one",
                "error");
        this.nanoClock = nanoClock;
    }

    /** @param failure of a command; one that is no answer of Redis is not counted */
    void note(Throwable failure) {
        RedisFailures.refusal(failure).ifPresent(this::note);
    }

    private void note(String error) {
        String word = error.split(" ", 2)[0];
        if (EXPECTED.contains(word)) {
            return;
        }
        RedisError kind =
                EnumNames.find(RedisError.class, word.toLowerCase(Locale.ROOT)).orElse(RedisError.OTHER);
        counters.increment(kind);
        if (OF_WRITES.contains(kind)) {
            lastWrite = new Refusal(error, nanoClock.getAsLong());
        }
    }

    /** The error with which Redis refused a write in the last five seconds. */
    Optional<String> ofWrites() {
        return Optional.ofNullable(lastWrite)
                .filter(last -> nanoClock.getAsLong() - last.at() < RECENT_NANOS)
                .map(Refusal::error);
    }
}
