package dev.parley.gateway.fanout;

import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Starts at most so many asynchronous tasks at one time, in the order they came. How many wait is bounded by their deadlines, which
 * are the caller's.
 */
final class BoundedConcurrency {
    private final int most;
    private final Queue<Supplier<? extends CompletionStage<?>>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    BoundedConcurrency(int most) {
        this.most = most;
    }

    /** @param task is counted as running until its stage completes; never throws */
    void run(Supplier<? extends CompletionStage<?>> task) {
        waiting.add(task);
        startMore();
    }

    /** One caller at a time starts tasks, also for those who call meanwhile: a task that completes at once nests no call. */
    private void startMore() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = calls.get();
            startWhatMay();
        } while (!calls.compareAndSet(seen, 0));
    }

    private void startWhatMay() {
        while (running.get() < most) {
            Supplier<? extends CompletionStage<?>> task = waiting.poll();
            if (task == null) {
                return;
            }
            running.incrementAndGet();
            task.get().whenComplete((result, failure) -> {
                running.decrementAndGet();
                startMore();
            });
        }
    }
}
