package dev.parley.gateway.timers;

import java.time.Duration;

/** Schedules one-shot tasks; made for many at once. */
@FunctionalInterface
public interface Timers {

    /** @param task runs once, on a thread that it must not block */
    Pending after(Duration delay, Runnable task);

    /** A task that has not run yet. */
    @FunctionalInterface
    interface Pending {
        /** No effect after the task has run. */
        void cancel();
    }
}
