package dev.parley.gateway.timers;

import dev.parley.core.error.Failures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a failed operation every five seconds, without a bound: what a node needs before it can do a part of its work. */
public final class UntilDone {
    private static final Logger LOG = LoggerFactory.getLogger(UntilDone.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private UntilDone() {}

    /**
     * Completes with the first success; never when the timer is shut down before.
     *
     * @param trouble what a failure means, for the log
     */
    public static <T> CompletionStage<Void> keepTrying(
            String trouble, ScheduledExecutorService timer, Supplier<? extends CompletionStage<T>> operation) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        attempt(trouble, timer, operation, done);
        return done;
    }

    private static <T> void attempt(
            String trouble,
            ScheduledExecutorService timer,
            Supplier<? extends CompletionStage<T>> operation,
            CompletableFuture<Void> done) {
        Failures.stageOf(operation).whenComplete((result, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                LOG.warn("{}, trying again: {}", trouble, Failures.words(failure));
                timer.schedule(() -> attempt(trouble, timer, operation, done), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }
}
