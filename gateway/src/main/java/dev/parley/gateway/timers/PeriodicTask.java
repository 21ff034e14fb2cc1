package dev.parley.gateway.timers;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an action again and again. An exception of the action is logged and the next run comes as planned, whereas a bare
 * {@link ScheduledExecutorService} would never run it again. {@link #cancel} may be called twice.
 */
public final class PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private final String name;
    private final Runnable action;
    private final ScheduledFuture<?> runs;
    /** Confined to the runs, which do not overlap. */
    private boolean hasFailed;

    private PeriodicTask(
            String name, ScheduledExecutorService timer, Duration initialDelay, Duration pause, Runnable action) {
        this.name = name;
        this.action = action;
        this.runs = timer.scheduleWithFixedDelay(
                this::run, initialDelay.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Starts a task whose first run comes after one pause.
     *
     * @param name for the log
     * @param timer an executor or an event loop, which the action must not block
     * @param pause from the end of a run to the next
     */
    public static PeriodicTask start(String name, ScheduledExecutorService timer, Duration pause, Runnable action) {
        return new PeriodicTask(name, timer, pause, pause, action);
    }

    /** Like {@link #start}, with the first run at once. */
    public static PeriodicTask startNow(String name, ScheduledExecutorService timer, Duration pause, Runnable action) {
        return new PeriodicTask(name, timer, Duration.ZERO, pause, action);
    }

    public void cancel() {
        runs.cancel(false);
    }

    private void run() {
        try {
            action.run();
            hasFailed = false;
        } catch (RuntimeException | Error failure) {
            if (!hasFailed) {
                LOG.error("{} failed, it runs again", name, failure);
            }
            hasFailed = true;
        }
    }
}
