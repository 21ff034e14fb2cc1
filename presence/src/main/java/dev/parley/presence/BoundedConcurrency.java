package dev.parley.presence;

import dev.parley.core.error.Failures;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Runs an asynchronous action for many items, at most {@code maxInFlight} at a time. A failed action does not stop the others. */
record BoundedConcurrency<T>(int maxInFlight, Function<T, CompletionStage<Void>> action) {

    /** Completes, never exceptionally, when every action has ended. */
    CompletionStage<Void> runAll(List<T> items) {
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        for (int from = 0; from < items.size(); from += maxInFlight) {
            var batch = items.subList(from, Math.min(from + maxInFlight, items.size()));
            done = done.thenCompose(before -> runBatch(batch));
        }
        return done;
    }

    private CompletionStage<Void> runBatch(List<T> items) {
        var actions = items.stream()
                .map(item -> Failures.stageOf(() -> action.apply(item))
                        .exceptionally(failure -> null)
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(actions);
    }
}
