package dev.parley.core.mongo;

import dev.parley.core.deadline.Deadline;
import dev.parley.core.error.StorageException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Runs the driver's blocking operations on a bounded number of threads. Every stage completes within {@link #DEADLINE}, waiting for a
 * thread included and also while no server replies, and fails with {@code StorageException} and nothing else. An operation whose
 * deadline passed while it waited is not run. Stages complete on one of these threads, or late ones on a timer's. Any thread.
 */
final class MongoThreads {
    /** For one operation, whatever it waits for: a thread, a server, a connection, an answer. */
    static final Duration DEADLINE = Duration.ofSeconds(3);

    static final int MAX_WAITING = 20_000;
    private static final int IDLE_SECONDS = 60;

    private final ThreadPoolExecutor threads;
    private final Deadline deadline = deadline(DEADLINE);
    private final Runnable refused;

    /**
     * @param most operations at the same time
     * @param factory makes daemon threads
     * @param refused is run when so many operations wait that another one fails
     */
    MongoThreads(int most, ThreadFactory factory, Runnable refused) {
        this.threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), factory);
        this.threads.allowCoreThreadTimeOut(true);
        this.refused = refused;
    }

    /** Fails futures with {@code StorageException}. */
    static Deadline deadline(Duration within) {
        return new Deadline(within, () -> MongoFailures.asStorage(new TimeoutException("no answer in time")));
    }

    <T> CompletionStage<T> run(Supplier<T> operation) {
        Operation<T> submitted = new Operation<>(operation, new CompletableFuture<>());
        try {
            threads.execute(submitted);
        } catch (RejectedExecutionException full) {
            refused.run();
            submitted.fail(new StorageException("MongoDB: too many operations wait for a thread", full));
        }
        return deadline.limit(submitted.outcome);
    }

    /** Operations that wait for a thread. */
    int waiting() {
        return threads.getQueue().size();
    }

    /** Interrupts the operations that run and fails those that wait. May be called twice. */
    void stop() {
        threads.shutdownNow()
                .forEach(waiting -> ((Operation<?>) waiting).fail(new StorageException("MongoDB: stopped", null)));
    }

    private record Operation<T>(Supplier<T> command, CompletableFuture<T> outcome) implements Runnable {

        @Override
        public void run() {
            if (outcome.isDone()) {
                return;
            }
            try {
                outcome.complete(command.get());
            } catch (RuntimeException | Error failure) {
                fail(failure);
            }
        }

        void fail(Throwable failure) {
            outcome.completeExceptionally(MongoFailures.asStorage(failure));
        }
    }
}
