package dev.parley.presence;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, not for time. */
final class Await {
    private static final long LIMIT_NANOS = 20_000_000_000L;

    private Await() {}

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 20 s");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
