package dev.parley.testing;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions and for stages, never for time, and with a limit. */
public final class Waiting {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Waiting() {}

    public static void until(String what, BooleanSupplier condition) {
        until(what, LONG_ENOUGH, condition);
    }

    public static void until(String what, Duration within, BooleanSupplier condition) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + within.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    public static <T> T of(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
