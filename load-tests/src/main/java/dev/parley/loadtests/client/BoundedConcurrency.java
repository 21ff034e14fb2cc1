package dev.parley.loadtests.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Runs an asynchronous task for each item of a list, with a limit on the tasks in flight. */
public final class BoundedConcurrency {

    private static final long DEADLINE_SECONDS = 60;

    private BoundedConcurrency() {}

    /** Returns once all are done; throws the first failure. */
    public static <T> void forEach(List<T> items, int maxConcurrent, Function<T, ? extends CompletionStage<?>> task)
            throws Exception {
        Semaphore free = new Semaphore(maxConcurrent);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (T item : items) {
            acquire(free, 1, failure);
            task.apply(item).whenComplete((done, problem) -> {
                if (problem != null) {
                    failure.compareAndSet(null, problem);
                }
                free.release();
            });
        }
        acquire(free, maxConcurrent, failure);
    }

    private static void acquire(Semaphore free, int permits, AtomicReference<Throwable> failure) throws Exception {
        if (!free.tryAcquire(permits, DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer for " + DEADLINE_SECONDS + " s");
        }
        if (failure.get() != null) {
            CompletableFuture.failedFuture(failure.get()).get();
        }
    }
}
