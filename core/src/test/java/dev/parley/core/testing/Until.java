package dev.parley.core.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what happens soon and nobody announces. */
public final class Until {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(10);

    private Until() {}

    /** Returns as soon as the condition holds; fails the test when it does not in time. */
    public static void holds(BooleanSupplier condition) {
        long giveUpAt = System.nanoTime() + LIMIT;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - giveUpAt > 0) {
                throw new AssertionError("the condition never held");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
