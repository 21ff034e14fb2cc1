package dev.parley.presence;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes an asynchronous step again and again, a pause after the end of the last one; a failed step is only logged. */
final class Repeating {
    private static final Logger LOG = LoggerFactory.getLogger(Repeating.class);

    private final ScheduledExecutorService timer;
    private final Duration pause;
    private final Supplier<CompletionStage<Void>> step;
    private volatile boolean stopped;

    Repeating(ScheduledExecutorService timer, Duration pause, Supplier<CompletionStage<Void>> step) {
        this.timer = timer;
        this.pause = pause;
        this.step = step;
    }

    /** Completes with the first step, also when that failed. */
    CompletionStage<Void> start() {
        return step.get().handle(this::ended);
    }

    void stop() {
        stopped = true;
    }

    private Void ended(Void done, Throwable failure) {
        if (failure != null) {
            LOG.debug("presence: a step failed and will be taken again", failure);
        }
        if (!stopped) {
            schedule();
        }
        return null;
    }

    private void schedule() {
        try {
            timer.schedule(this::start, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("presence: the timer was shut down, no more steps", e);
        }
    }
}
