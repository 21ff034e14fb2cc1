package dev.parley.core.deadline;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Fails futures that are not complete within a fixed time. They expire in the order in which they were added, so a queue and one
 * timer serve all of them; {@link CompletableFuture#orTimeout} would start and cancel a timer for each. Any thread.
 */
public final class Deadline {
    private record Limited(CompletableFuture<?> future, long expiresAt) {}

    private final long nanos;
    private final Supplier<? extends Throwable> failure;
    private final Queue<Limited> pending = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean isScheduled = new AtomicBoolean();

    /** Fails with {@link TimeoutException}. */
    public Deadline(Duration within) {
        this(within, () -> new TimeoutException("no result within " + within.toMillis() + " ms"));
    }

    /** @param failure what the futures fail with */
    public Deadline(Duration within, Supplier<? extends Throwable> failure) {
        this.nanos = within.toNanos();
        this.failure = failure;
    }

    /** The same future, from now on with this time limit. */
    public <T> CompletableFuture<T> limit(CompletableFuture<T> future) {
        long now = System.nanoTime();
        removeCompleted(now);
        if (!future.isDone()) {
            pending.add(new Limited(future, now + nanos));
            schedule(now);
        }
        return future;
    }

    /** How many futures are kept: those that are not complete and those that were added after the oldest of these. */
    int pending() {
        return pending.size();
    }

    private void removeCompleted(long now) {
        Limited head = pending.peek();
        while (head != null && (head.future.isDone() || head.expiresAt - now <= 0)) {
            if (pending.remove(head) && !head.future.isDone()) {
                head.future.completeExceptionally(failure.get());
            }
            head = pending.peek();
        }
    }

    private void schedule(long now) {
        Limited head = pending.peek();
        if (head != null && isScheduled.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(head.expiresAt - now, TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(this::expire);
        }
    }

    private void expire() {
        long now = System.nanoTime();
        try {
            removeCompleted(now);
        } finally {
            isScheduled.set(false);
            schedule(now);
        }
    }
}
