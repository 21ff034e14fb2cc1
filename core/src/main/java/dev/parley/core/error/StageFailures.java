package dev.parley.core.error;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Failures of {@code CompletionStage}s. */
public final class StageFailures {
    private StageFailures() {}

    /** What the stage failed with, without the exceptions that carried it from stage to stage. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
