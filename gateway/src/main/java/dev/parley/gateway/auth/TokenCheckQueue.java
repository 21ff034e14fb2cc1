package dev.parley.gateway.auth;

import dev.parley.core.error.StorageException;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs signature checks off the event loops. The queue is bounded, and each source has a share of it, so that one client address
 * cannot fill it for the others. Any thread.
 */
public final class TokenCheckQueue {
    static final int MAX_PER_SOURCE = 250;
    private static final int MAX_WAITING = 1_000;
    private static final int THREADS = 2;

    private final Executor executor;
    private final ConcurrentMap<Object, Integer> bySource = new ConcurrentHashMap<>();

    /** @param executor bounded; its tasks may block for as long as a key server takes to answer */
    public TokenCheckQueue(Executor executor) {
        this.executor = executor;
    }

    /** An executor for one queue; the caller shuts it down. */
    public static ThreadPoolExecutor newExecutor(String threadName) {
        var executor = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MAX_WAITING),
                new DefaultThreadFactory(threadName, true));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /**
     * Fails with {@code StorageException} when the queue, or the share of the source, is full.
     *
     * @param source equal for all checks that one client can cause, such as its address
     */
    public <T> CompletionStage<T> submit(Object source, Supplier<T> check) {
        if (bySource.merge(source, 1, Integer::sum) > MAX_PER_SOURCE) {
            release(source);
            return CompletableFuture.failedFuture(
                    new StorageException("too many tokens of this address wait to be checked", null));
        }
        return start(check).whenComplete((result, failure) -> release(source));
    }

    /** Sources with checks that wait or run. */
    int sources() {
        return bySource.size();
    }

    private <T> CompletionStage<T> start(Supplier<T> check) {
        try {
            return CompletableFuture.supplyAsync(check, executor);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(new StorageException("too many tokens wait to be checked", full));
        }
    }

    private void release(Object source) {
        bySource.computeIfPresent(source, (same, count) -> count == 1 ? null : count - 1);
    }
}
