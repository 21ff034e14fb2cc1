package dev.parley.core.rules;

import dev.parley.core.deadline.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Questions to the store of a quota, which must not hold a message up: no answer in time is no answer. */
final class Quota {
    private static final Deadline PATIENCE = new Deadline(Duration.ofMillis(500));

    private Quota() {}

    /** Never fails; empty when the store is unavailable or slower than half a second. */
    static <T> CompletionStage<Optional<T>> ask(CompletionStage<T> question) {
        return PATIENCE.limit(question.thenApply(Optional::of).toCompletableFuture())
                .exceptionally(unavailable -> Optional.empty());
    }
}
