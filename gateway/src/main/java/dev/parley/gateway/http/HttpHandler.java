package dev.parley.gateway.http;

import java.util.concurrent.CompletionStage;

/** Answers requests. Called on an event loop: must not block. A stage that fails is answered with a bare 500. */
@FunctionalInterface
public interface HttpHandler {
    CompletionStage<HttpReply> handle(HttpCall call);
}
