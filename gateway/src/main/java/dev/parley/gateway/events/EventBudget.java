package dev.parley.gateway.events;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How many events one socket may send: a burst at once, then one per interval. Not thread-safe: the owner guards it. */
final class EventBudget {
    private final long intervalNanos;
    private final long burstNanos;
    private final LongSupplier nanoClock;
    private long freeAt;

    /** @param nanoClock like {@link System#nanoTime} */
    EventBudget(int burst, Duration interval, LongSupplier nanoClock) {
        this.intervalNanos = interval.toNanos();
        this.burstNanos = intervalNanos * (burst - 1);
        this.nanoClock = nanoClock;
        this.freeAt = nanoClock.getAsLong();
    }

    /** False when the budget is spent, and then nothing is taken. */
    boolean take() {
        long now = nanoClock.getAsLong();
        if (freeAt - now > burstNanos) {
            return false;
        }
        freeAt = Math.max(freeAt - now, 0) + now + intervalNanos;
        return true;
    }
}
