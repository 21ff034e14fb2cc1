package dev.parley.presence;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an asynchronous action again and again, with a pause after each run. Survives every failure and exception of the action. */
final class PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);

    private final String name;
    private final ScheduledExecutorService timer;
    private final Duration pause;
    private final Supplier<CompletionStage<Void>> action;
    private volatile boolean stopped;

    PeriodicTask(String name, ScheduledExecutorService timer, Duration pause, Supplier<CompletionStage<Void>> action) {
        this.name = name;
        this.timer = timer;
        this.pause = pause;
        this.action = action;
    }

    /** Runs the action now. Completes with the first run, also when that failed. */
    CompletionStage<Void> start() {
        return run();
    }

    /** Runs the action for the first time after a pause. */
    void startLater() {
        schedule();
    }

    /** May be called twice. */
    void stop() {
        stopped = true;
    }

    private CompletionStage<Void> run() {
        return attempt().handle((done, failure) -> {
            if (failure != null) {
                LOG.debug("presence: {} failed, it runs again in {} ms", name, pause.toMillis(), failure);
            }
            schedule();
            return null;
        });
    }

    private CompletionStage<Void> attempt() {
        try {
            return action.get();
        } catch (RuntimeException | Error thrown) {
            LOG.error("presence: {} threw an exception, it runs again in {} ms", name, pause.toMillis(), thrown);
            return CompletableFuture.completedStage(null);
        }
    }

    private void schedule() {
        if (stopped) {
            return;
        }
        try {
            timer.schedule((Runnable) this::run, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("presence: the timer was shut down, {} ends", name, e);
        }
    }
}
