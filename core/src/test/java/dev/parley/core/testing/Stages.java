package dev.parley.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waiting for stages, which only tests do. */
public final class Stages {
    private static final int SECONDS = 20;

    private Stages() {}

    /** Waits, with a timeout, for the result of the stage. */
    public static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** The refusal that the stage fails with; any other end is an error of the test. */
    public static Rejection refusal(CompletionStage<?> stage) {
        Throwable failure = failure(stage);
        assertThat(failure).isInstanceOf(Rejection.class);
        return (Rejection) failure;
    }

    public static ErrorCode refusalCode(CompletionStage<?> stage) {
        return refusal(stage).code();
    }

    /** The unwrapped exception of a stage that must fail. */
    public static Throwable failure(CompletionStage<?> stage) {
        try {
            Object result = await(stage);
            throw new AssertionError("completed with " + result);
        } catch (CompletionException wrapped) {
            return wrapped.getCause();
        }
    }
}
