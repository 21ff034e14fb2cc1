package dev.parley.gateway.events;

import dev.parley.core.error.Failures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Runs the requests of one socket in the order of their arrival, one at a time, so that a client may send a request before the
 * one it builds on is answered. Any thread.
 */
final class SerialRequestQueue {
    private static final int MAX_WAITING = 256;

    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    /** Completes with the last request. Deliberate: not its outcome, which an idle socket would keep in memory. */
    private CompletableFuture<Void> last = NOTHING;

    private int waiting;

    /**
     * Starts {@code work} once everything before it is complete, unless {@code outcome} is complete by then.
     *
     * @param outcome is completed with that of the work, unless a deadline completed it before
     * @return false when the queue is full; nothing happens then
     */
    <R> boolean enqueue(CompletableFuture<R> outcome, Supplier<CompletionStage<R>> work) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        CompletableFuture<Void> before;
        synchronized (this) {
            if (waiting >= MAX_WAITING) {
                return false;
            }
            waiting++;
            before = last;
            last = turn;
        }
        outcome.whenComplete((result, failure) -> leave(turn));
        before.whenComplete((result, failure) -> start(outcome, work));
        return true;
    }

    /** Runs {@code action} once everything in the queue is complete. */
    void afterwards(Runnable action) {
        CompletableFuture<Void> before;
        synchronized (this) {
            before = last;
        }
        before.whenComplete((result, failure) -> action.run());
    }

    private void leave(CompletableFuture<Void> turn) {
        synchronized (this) {
            waiting--;
        }
        turn.complete(null);
    }

    private static <R> void start(CompletableFuture<R> outcome, Supplier<CompletionStage<R>> work) {
        if (outcome.isDone()) {
            return;
        }
        Failures.stageOf(work).whenComplete((result, failure) -> complete(outcome, result, failure));
    }

    private static <R> void complete(CompletableFuture<R> outcome, R result, Throwable failure) {
        if (failure == null) {
            outcome.complete(result);
        } else {
            outcome.completeExceptionally(failure);
        }
    }
}
