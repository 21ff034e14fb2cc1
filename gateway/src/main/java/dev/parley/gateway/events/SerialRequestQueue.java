package dev.parley.gateway.events;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Handles one socket's requests in the order in which they came, one at a time, so that a client need not wait for an answer
 * before it sends what builds on it. Any thread.
 */
final class SerialRequestQueue {
    private static final int MAX_WAITING = 256;

    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    /** Completes when the last request has its outcome. Deliberate: not the outcome itself, which an idle socket would keep. */
    private CompletableFuture<Void> last = NOTHING;

    private int waiting;

    /**
     * Starts {@code work} once everything before it has its outcome, unless {@code outcome} is complete by then.
     *
     * @param outcome completed with the work's, unless someone else was faster, such as a deadline
     * @return false when too much waits already; then nothing happened
     */
    <R> boolean enter(CompletableFuture<R> outcome, Supplier<CompletionStage<R>> work) {
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

    /** Runs once everything that entered so far has its outcome. */
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
        try {
            work.get().whenComplete((result, failure) -> complete(outcome, result, failure));
        } catch (RuntimeException failure) {
            outcome.completeExceptionally(failure);
        }
    }

    private static <R> void complete(CompletableFuture<R> outcome, R result, Throwable failure) {
        if (failure == null) {
            outcome.complete(result);
        } else {
            outcome.completeExceptionally(failure);
        }
    }
}
