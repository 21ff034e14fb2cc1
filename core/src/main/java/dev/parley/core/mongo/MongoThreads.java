package dev.parley.core.mongo;

import dev.parley.core.deadline.Deadline;
import dev.parley.core.error.StorageException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
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

    private final BlockingQueue<Operation<?>> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
    private final Semaphore free;
    private final ExecutorService threads;
    private final Deadline deadline = deadline(DEADLINE);
    private final Runnable refused;

    /**
     * @param most operations at the same time
     * @param factory makes daemon threads
     * @param refused is run when so many operations wait that another one fails
     */
    MongoThreads(int most, ThreadFactory factory, Runnable refused) {
        this.free = new Semaphore(most);
        this.threads = lastIdleFirst(factory);
        this.refused = refused;
    }

    /**
     * Its next task is for the thread that became idle last, whose stack and buffers are still in the processor's cache. At the rate of
     * people this is one or two threads; a pool with a queue would wake one after the other. {@code free} bounds the threads.
     */
    private static ExecutorService lastIdleFirst(ThreadFactory factory) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(false), factory);
    }

    /** Fails futures with {@code StorageException}. */
    static Deadline deadline(Duration within) {
        return new Deadline(within, () -> MongoFailures.asStorage(new TimeoutException("no answer in time")));
    }

    <T> CompletionStage<T> run(Supplier<T> operation) {
        Operation<T> submitted = new Operation<>(operation, new CompletableFuture<>());
        if (waiting.offer(submitted)) {
            startThread();
        } else {
            refused.run();
            submitted.fail(new StorageException("MongoDB: too many operations wait for a thread", null));
        }
        return deadline.limit(submitted.outcome);
    }

    private void startThread() {
        if (free.tryAcquire()) {
            try {
                threads.execute(this::runWaiting);
            } catch (RejectedExecutionException stopped) {
                failWaiting(stopped());
            } catch (Error noThread) { // the process has as many as it may have
                free.release();
                failWaiting(new StorageException("MongoDB: no thread for an operation", noThread));
            }
        }
    }

    private void runWaiting() {
        try {
            for (Operation<?> next = waiting.poll(); next != null; next = waiting.poll()) {
                if (threads.isShutdown()) {
                    next.fail(stopped());
                } else {
                    next.run();
                }
            }
        } finally {
            free.release();
            if (!waiting.isEmpty()) { // added after the last look, when all threads were still busy
                startThread();
            }
        }
    }

    private void failWaiting(StorageException failure) {
        for (Operation<?> next = waiting.poll(); next != null; next = waiting.poll()) {
            next.fail(failure);
        }
    }

    private static StorageException stopped() {
        return new StorageException("MongoDB: stopped", null);
    }

    /** Operations that wait for a thread. */
    int waiting() {
        return waiting.size();
    }

    /** Interrupts the operations that run and fails those that wait. May be called twice. */
    void stop() {
        threads.shutdownNow();
        failWaiting(stopped());
    }

    private record Operation<T>(Supplier<T> command, CompletableFuture<T> outcome) {

        void run() {
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
