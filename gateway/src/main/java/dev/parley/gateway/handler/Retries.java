package dev.parley.gateway.handler;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Tries something again that failed, a bounded number of times, after longer and longer pauses. */
final class Retries {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int MAX_TRIES = 8;

    private final Timers timers;

    Retries(Timers timers) {
        this.timers = timers;
    }

    /** Completes with the first success, or fails with the last failure, about 25 s after the first. */
    <T> CompletionStage<T> until(Supplier<CompletionStage<T>> attempt) {
        return attempt(attempt, 1);
    }

    private <T> CompletionStage<T> attempt(Supplier<CompletionStage<T>> attempt, int number) {
        return attempt.get()
                .exceptionallyCompose(failure -> number >= MAX_TRIES
                        ? CompletableFuture.failedFuture(failure)
                        : pause(FIRST_PAUSE.multipliedBy(1L << (number - 1)))
                                .thenCompose(over -> attempt(attempt, number + 1)));
    }

    private CompletionStage<Void> pause(Duration length) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        timers.after(length, () -> over.complete(null));
        return over;
    }
}
