package dev.parley.gateway.timers;

import java.time.Duration;

/** Starts things later, many at once. */
@FunctionalInterface
public interface Timers {

    /** @param task runs once, on a thread that it must not block */
    Pending after(Duration delay, Runnable task);

    /** Something that has not run yet. */
    @FunctionalInterface
    interface Pending {
        /** Does nothing when it ran already. */
        void cancel();
    }
}
