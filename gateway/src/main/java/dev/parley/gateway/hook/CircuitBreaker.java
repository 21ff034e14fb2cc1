package dev.parley.gateway.hook;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Stops calls to a server that does not answer. After {@link #FAILURES_IN_A_ROW} it is open for {@link #OPEN_FOR}; then one call probes
 * the server, and its outcome closes or opens it again. Thread-safe.
 */
final class CircuitBreaker {
    static final int FAILURES_IN_A_ROW = 5;
    static final Duration OPEN_FOR = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private int failures;
    private long openUntil;

    CircuitBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether a call may be made; a call that is made must be followed by {@link #succeeded} or {@link #failed}. */
    synchronized boolean mayCall() {
        if (failures < FAILURES_IN_A_ROW) {
            return true;
        }
        if (nanoTime.getAsLong() - openUntil < 0) {
            return false;
        }
        open();
        return true;
    }

    synchronized void succeeded() {
        failures = 0;
    }

    synchronized void failed() {
        failures++;
        if (failures >= FAILURES_IN_A_ROW) {
            open();
        }
    }

    synchronized boolean isOpen() {
        return failures >= FAILURES_IN_A_ROW;
    }

    private void open() {
        openUntil = nanoTime.getAsLong() + OPEN_FOR.toNanos();
    }
}
