package dev.parley.gateway.redis;

import dev.parley.core.deadline.Deadline;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.core.rules.RateLimiter;
import dev.parley.core.rules.RateRule;
import dev.parley.presence.redis.RedisFailures;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * One quota per user for the whole cluster, by the clock of Redis. Stages fail with {@link StorageException} when Redis does not
 * answer within half a second; the caller lets pass and counts. They complete on a thread of Redisson or of a timer.
 */
public final class RedisRateLimiter implements RateLimiter {
    private static final RedisScript TAKE = RedisScript.load(RedisRateLimiter.class, "take");
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final RScript redis;
    private final Deadline deadline = new Deadline(TIMEOUT);
    private final String keyPrefix;
    private final Supplier<RateRule> rule;

    /** @param rule asked each time, because the rules file may change; the caller applies its mode */
    public RedisRateLimiter(RedissonClient client, String keyPrefix, Supplier<RateRule> rule) {
        this.redis = client.getScript(StringCodec.INSTANCE);
        this.keyPrefix = keyPrefix + ":rate:";
        this.rule = rule;
    }

    @Override
    public CompletionStage<RateDecision> tryTake(UserId user) {
        return decide(user, true);
    }

    @Override
    public CompletionStage<RateDecision> peek(UserId user) {
        return decide(user, false);
    }

    private CompletionStage<RateDecision> decide(UserId user, boolean take) {
        RateRule current = rule.get();
        CompletionStage<RateDecision> decided = TAKE.<List<Long>>run(
                        redis,
                        RScript.ReturnType.LIST,
                        List.of(keyPrefix + user),
                        current.burst(),
                        current.perMinute(),
                        take ? 1 : 0)
                .thenApply(RedisRateLimiter::decision);
        return deadline.limit(decided.toCompletableFuture()).exceptionallyCompose(RedisRateLimiter::unavailable);
    }

    private static RateDecision decision(List<Long> answer) {
        return new RateDecision(answer.get(0) == 1, answer.get(1), Duration.of(answer.get(2), ChronoUnit.MICROS));
    }

    private static CompletionStage<RateDecision> unavailable(Throwable failure) {
        return CompletableFuture.failedStage(RedisFailures.of("the rate limiter in time", failure));
    }
}
