package dev.parley.gateway.webpush;

import dev.parley.core.error.Failures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Starts at most a number of actions at the same time; others wait in the order of arrival. Any thread. */
final class InFlightLimit {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    InFlightLimit(int most) {
        this.free = most;
    }

    <T> CompletionStage<T> run(Supplier<CompletionStage<T>> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable start = () -> Failures.stageOf(action).whenComplete((value, failure) -> {
            startNext();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
        synchronized (this) {
            if (free == 0) {
                waiting.add(start);
                return result;
            }
            free--;
        }
        start.run();
        return result;
    }

    private void startNext() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
                return;
            }
        }
        next.run();
    }
}
