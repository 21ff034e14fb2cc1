package dev.parley.loadtests.client;

import io.netty.channel.EventLoop;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Runs a task at a fixed rate, whether or not the server keeps up. On the clients' event loop only. */
public final class FixedRate {

    private static final long TICK_MS = 5;

    private final long start = System.nanoTime();
    private final double nanosEach;
    private final Task task;
    private final ScheduledFuture<?> ticker;
    private long next;

    private FixedRate(EventLoop loop, double perSecond, Task task) {
        this.nanosEach = 1e9 / perSecond;
        this.task = task;
        this.ticker = loop.scheduleAtFixedRate(this::runDue, 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    public static FixedRate start(EventLoop loop, double perSecond, Task task) {
        return new FixedRate(loop, perSecond, task);
    }

    private void runDue() {
        while (dueAt(next) <= System.nanoTime()) {
            long number = next++;
            task.run(number, dueAt(number));
        }
    }

    private long dueAt(long number) {
        return start + (long) (number * nanosEach);
    }

    /** By {@link System#nanoTime}. */
    public long startedAt() {
        return start;
    }

    public void stop() {
        ticker.cancel(false);
    }

    /** The work of one turn. */
    @FunctionalInterface
    public interface Task {
        /**
         * @param number 0, 1, 2 ...
         * @param dueAt when this turn is due, by {@link System#nanoTime}; it runs a little later
         */
        void run(long number, long dueAt);
    }
}
