package dev.parley.core.testing;

import dev.parley.core.id.UserId;
import dev.parley.core.rules.RateLimiter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A limiter that allows each user a fixed number of messages. */
public final class CountedRate implements RateLimiter {
    private static final Duration NEXT = Duration.ofSeconds(30);

    private final long quota;
    private final Map<UserId, Long> taken = new ConcurrentHashMap<>();

    public CountedRate(long quota) {
        this.quota = quota;
    }

    public static CountedRate unlimited() {
        return new CountedRate(Long.MAX_VALUE);
    }

    @Override
    public CompletionStage<RateDecision> tryTake(UserId user) {
        boolean allowed = taken.getOrDefault(user, 0L) < quota;
        if (allowed) {
            taken.merge(user, 1L, Long::sum);
        }
        return CompletableFuture.completedStage(decision(user, allowed));
    }

    @Override
    public CompletionStage<RateDecision> peek(UserId user) {
        return CompletableFuture.completedStage(decision(user, taken.getOrDefault(user, 0L) < quota));
    }

    private RateDecision decision(UserId user, boolean allowed) {
        return new RateDecision(allowed, quota - taken.getOrDefault(user, 0L), allowed ? Duration.ZERO : NEXT);
    }
}
