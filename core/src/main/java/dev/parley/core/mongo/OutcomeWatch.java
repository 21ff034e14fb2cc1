package dev.parley.core.mongo;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Asks again and again what became of a write whose outcome was not known in time: after half a second, a second, two, four, then
 * every five seconds, for a minute in all. A failed question counts as "not known yet". Any thread.
 */
final class OutcomeWatch {
    static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    /** Bounds the memory and the questions. Beyond it an outcome stays unknown; a client's retry finds it. */
    private static final int MAX_WATCHED = 20_000;

    private final AtomicInteger watched = new AtomicInteger();

    /**
     * The write as it is; when it fails with an unknown outcome, that is watched.
     *
     * @param isSettled as for {@link #watch}
     */
    <T> CompletionStage<T> following(CompletionStage<T> write, Supplier<CompletionStage<Boolean>> isSettled) {
        return write.whenComplete((done, failure) -> {
            if (failure != null && MongoFailures.isUncertain(failure)) {
                watch(isSettled);
            }
        });
    }

    /** @param isSettled completes with true once the outcome is known; must not throw */
    void watch(Supplier<CompletionStage<Boolean>> isSettled) {
        if (watched.incrementAndGet() > MAX_WATCHED) {
            watched.decrementAndGet();
            return;
        }
        ask(isSettled, FIRST_PAUSE_MILLIS, System.nanoTime() + GIVE_UP_AFTER.toNanos());
    }

    private void ask(Supplier<CompletionStage<Boolean>> isSettled, long pauseMillis, long giveUpAt) {
        Executor later = CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS);
        CompletableFuture.runAsync(() -> {}, later)
                .thenCompose(now -> isSettled.get())
                .whenComplete((settled, failure) -> {
                    boolean isKnown = failure == null && settled;
                    if (isKnown || System.nanoTime() - giveUpAt > 0) {
                        watched.decrementAndGet();
                    } else {
                        ask(isSettled, Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS), giveUpAt);
                    }
                });
    }
}
