package dev.parley.core.error;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** Reads failures of completion stages. */
public final class Failures {
    private Failures() {}

    /** The failure that a stage was completed with, without the exceptions that carried it from stage to stage. */
    public static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** What happened, for a log line: the failure of a store in its own words, any other with its class. */
    public static String words(Throwable failure) {
        Throwable cause = unwrap(failure);
        return cause instanceof StorageException ? cause.getMessage() : cause.toString();
    }

    /** Calls {@code start}. An exception or error that it throws becomes a failed stage, so that callers handle one kind of failure. */
    public static <T> CompletionStage<T> stageOf(Supplier<? extends CompletionStage<T>> start) {
        try {
            return start.get();
        } catch (RuntimeException | Error thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }
}
