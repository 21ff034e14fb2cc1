package dev.parley.loadtests.lab;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Does the same asynchronous thing for every item of a list, so many at a time. */
public final class Waves {

    private static final long DEADLINE_SECONDS = 60;

    private Waves() {}

    /** Returns once all are done; throws the first failure. */
    public static <T> void run(List<T> items, int atOnce, Function<T, ? extends CompletionStage<?>> task)
            throws Exception {
        Semaphore free = new Semaphore(atOnce);
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
        acquire(free, atOnce, failure);
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
