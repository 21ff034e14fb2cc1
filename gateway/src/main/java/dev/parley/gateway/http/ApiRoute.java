package dev.parley.gateway.http;

import java.util.concurrent.CompletionStage;

/** A declared route and the use case behind it. */
public record ApiRoute<B, R>(Route<B, R> route, Action<B, R> action) {

    /** Translates a call to a use case; may throw what its stage may fail with. */
    @FunctionalInterface
    interface Action<B, R> {
        CompletionStage<Answer<R>> handle(ApiCall<B> call);
    }
}
