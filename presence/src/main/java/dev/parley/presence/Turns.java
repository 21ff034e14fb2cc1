package dev.parley.presence;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Takes many steps, at most {@code width} of them at a time. A failed step does not keep the others from being taken. */
record Turns<T>(int width, Function<T, CompletionStage<Void>> step) {

    /** Completes, never exceptionally, when every step has ended. */
    CompletionStage<Void> take(List<T> items) {
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        for (int from = 0; from < items.size(); from += width) {
            var together = items.subList(from, Math.min(from + width, items.size()));
            done = done.thenCompose(before -> takeTogether(together));
        }
        return done;
    }

    private CompletionStage<Void> takeTogether(List<T> items) {
        var steps = items.stream()
                .map(item -> step.apply(item).exceptionally(failure -> null).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(steps);
    }
}
