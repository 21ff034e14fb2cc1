package dev.parley.gateway.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers the requests of an {@link HttpListener}. Called on an event loop; must not block. A stage that fails is answered 500. */
@FunctionalInterface
public interface HttpHandler {
    CompletionStage<Response<byte[]>> handle(HttpRequest request);

    /**
     * Answers a request that the listener refuses.
     *
     * @param request may be without query and body; without headers if these could not be read
     */
    default CompletionStage<Response<byte[]>> refuse(HttpRequest request, Throwable refusal) {
        return CompletableFuture.completedFuture(Problem.responseTo(refusal));
    }
}
