package dev.parley.core.rules;

import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** How much each user may still send, over the whole cluster. A stage that fails lets the message pass and is counted. */
public interface RateLimiter {

    /** Takes one, if there is one left. */
    CompletionStage<RateDecision> tryTake(UserId user);

    /** What {@link #tryTake} would say now; takes nothing. */
    CompletionStage<RateDecision> peek(UserId user);

    /**
     * @param remaining how many more may be sent at once
     * @param retryAfter when the next one may be sent; zero when allowed
     */
    record RateDecision(boolean allowed, long remaining, Duration retryAfter) {}
}
