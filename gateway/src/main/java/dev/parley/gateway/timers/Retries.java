package dev.parley.gateway.timers;

import dev.parley.core.error.Failures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Retries a failed operation a bounded number of times, with exponential back-off of at most 10 s. */
public final class Retries {
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(200), Duration.ofSeconds(10));

    private final Timers timers;
    private final int maxTries;

    /** @param maxTries 8 take about 25 s, 60 about 9 minutes */
    public Retries(Timers timers, int maxTries) {
        this.timers = timers;
        this.maxTries = maxTries;
    }

    /** Completes with the first success, or fails with the last failure. */
    public <T> CompletionStage<T> until(Supplier<CompletionStage<T>> attempt) {
        return attempt(attempt, 1);
    }

    private <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> attempt, int number) {
        return Failures.stageOf(attempt)
                .exceptionallyCompose(failure -> number >= maxTries
                        ? CompletableFuture.failedFuture(failure)
                        : after(BACK_OFF.after(number)).thenCompose(over -> attempt(attempt, number + 1)));
    }

    private CompletionStage<Void> after(Duration pause) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        timers.after(pause, () -> over.complete(null));
        return over;
    }
}
