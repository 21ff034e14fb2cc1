package dev.parley.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.wire.Request;
import java.util.concurrent.CompletionStage;

/** One request and the use case that answers it. */
record Endpoint<P, R>(Request<P, R> request, UseCase<P, R> useCase) {

    /** Translates between the wire and the services. */
    @FunctionalInterface
    interface UseCase<P, R> {

        /** May throw a {@code Rejection} as well as complete with it. */
        CompletionStage<R> handle(Connection connection, P payload);
    }

    CompletionStage<R> handle(Connection connection, JsonNode arrived) {
        return useCase.handle(connection, request.decode(arrived));
    }
}
