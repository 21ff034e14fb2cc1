package dev.parley.gateway.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, and for stages, with a limit. */
public final class Waiting {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private Waiting() {}

    public static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("waiting until " + what).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    public static <T> T of(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)
                .join();
    }
}
