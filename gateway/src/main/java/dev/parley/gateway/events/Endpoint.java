package dev.parley.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.wire.ClientEvent;
import java.util.concurrent.CompletionStage;

/**
 * A client event and the use case that handles it.
 *
 * @param limit of its valid events; {@link EventLimit#ALL} when it has none of its own
 */
record Endpoint<P, R>(ClientEvent<P, R> event, UseCase<P, R> useCase, EventLimit limit) {

    Endpoint(ClientEvent<P, R> event, UseCase<P, R> useCase) {
        this(event, useCase, EventLimit.ALL);
    }

    /** Translates between the wire and the services. */
    @FunctionalInterface
    interface UseCase<P, R> {

        /** May throw a {@code Rejection} as well as complete with it. */
        CompletionStage<R> handle(Connection connection, P payload);
    }

    CompletionStage<R> handle(Connection connection, JsonNode argument) {
        P payload = event.decode(argument);
        if (limit != EventLimit.ALL) {
            connection.take(limit).map(EventLimit::exceeded).ifPresent(refused -> {
                throw refused;
            });
        }
        return useCase.handle(connection, payload);
    }
}
