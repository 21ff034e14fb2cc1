package dev.parley.core.logging;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Limits a log line to one a minute, and tells it how many events it stands for. Any thread. */
public final class OncePerMinute {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoClock;
    private boolean hasRun;
    private long lastRun;
    private long count;

    /** @param nanoClock like {@link System#nanoTime} */
    public OncePerMinute(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** @param line gets the number of events since its last run, this one included */
    public void run(LongConsumer line) {
        long events;
        synchronized (this) {
            count++;
            long now = nanoClock.getAsLong();
            if (hasRun && now - lastRun < MINUTE) {
                return;
            }
            hasRun = true;
            lastRun = now;
            events = count;
            count = 0;
        }
        line.accept(events);
    }
}
