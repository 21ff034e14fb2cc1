package dev.parley.embedded;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the file of a store from growing with the number of its writes. Every commit rewrites the changed pages; this class frees the
 * space of the old ones, a megabyte at a time, on its own thread.
 */
final class StoreCompactor {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(StoreCompactor.class);

    private final Runnable step;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "parley-compact");
        thread.setDaemon(true);
        return thread;
    });

    /** @param step compacts a little; must leave out writers while it runs */
    StoreCompactor(Runnable step) {
        this.step = step;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::run, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns when no step is running. May be called twice. */
    void stop() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("the embedded MongoDB is still compacting its file");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            step.run();
        } catch (RuntimeException | Error failure) {
            LOG.warn("the file of the embedded MongoDB could not be compacted, trying again: {}", failure.toString());
        }
    }
}
