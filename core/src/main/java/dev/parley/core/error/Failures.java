package dev.parley.core.error;

import java.util.concurrent.CompletionException;

/** Reads failures of completion stages. */
public final class Failures {
    private Failures() {}

    /** The failure that a stage was completed with, without the {@link CompletionException}s that later stages wrapped it in. */
    public static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
