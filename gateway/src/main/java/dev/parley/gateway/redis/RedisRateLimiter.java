package dev.parley.gateway.redis;

import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.core.rules.RateLimiter;
import dev.parley.core.rules.RateRule;
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
 * One quota per user for the whole cluster, by the clock of Redis. Stages fail with {@link StorageException} when Redis is
 * away; the caller lets pass and counts. They complete on Redisson's threads.
 */
public final class RedisRateLimiter implements RateLimiter {
    private static final String STEP = LuaScript.beside(RedisRateLimiter.class, "take.lua");

    private final RScript redis;
    private final String keyPrefix;
    private final Supplier<RateRule> rule;

    /** @param rule asked each time, because the rules file may change; its mode is the caller's business */
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
        var now = rule.get();
        return redis.<List<Long>>evalAsync(
                        RScript.Mode.READ_WRITE,
                        STEP,
                        RScript.ReturnType.LIST,
                        List.of(keyPrefix + user),
                        now.burst(),
                        now.perMinute(),
                        take ? 1 : 0)
                .thenApply(RedisRateLimiter::decision)
                .exceptionallyCompose(RedisRateLimiter::unavailable);
    }

    private static RateDecision decision(List<Long> answer) {
        return new RateDecision(answer.get(0) == 1, answer.get(1), Duration.of(answer.get(2), ChronoUnit.MICROS));
    }

    private static CompletionStage<RateDecision> unavailable(Throwable failure) {
        return CompletableFuture.failedStage(new StorageException("rate limiter: Redis did not answer", failure));
    }
}
