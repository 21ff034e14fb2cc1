package dev.parley.core.rules;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Questions to the store of a quota, which must not hold a message up: no answer in time is no answer. */
final class Quota {
    private static final long PATIENCE_MILLIS = 500;

    private Quota() {}

    /** Never fails; empty when the store is unavailable or slower than half a second. */
    static <T> CompletionStage<Optional<T>> ask(CompletionStage<T> question) {
        return question.thenApply(Optional::of)
                .toCompletableFuture()
                .orTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(unavailable -> Optional.empty());
    }
}
