package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.min;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.UpdateOptions;
import dev.parley.core.outbox.EndpointState;
import dev.parley.core.outbox.EndpointStates;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The states in {@code webhookEndpoints}, one document per endpoint. */
final class MongoEndpointStates implements EndpointStates {
    private static final int MAX_ENDPOINTS = 1_000;

    private final AsyncCollection states;

    MongoEndpointStates(AsyncCollection states) {
        this.states = states;
    }

    @Override
    public CompletionStage<Map<String, EndpointState>> all() {
        return states.all(s -> s.find().limit(MAX_ENDPOINTS)).thenApply(found -> found.stream()
                .collect(
                        Collectors.toMap(document -> String.valueOf(document.get("_id")), MongoEndpointStates::state)));
    }

    @Override
    public CompletionStage<Void> pause(String endpoint, String reason, Instant at) {
        return update(endpoint, combine(set("paused", reason), set("pausedAt", DocumentReader.date(at))));
    }

    @Override
    public CompletionStage<Void> resume(String endpoint) {
        return update(endpoint, combine(unset("paused"), unset("pausedAt"), unset("failingSince"), unset("lastError")));
    }

    @Override
    public CompletionStage<Void> failing(String endpoint, String error, Instant at) {
        return update(endpoint, combine(min("failingSince", DocumentReader.date(at)), set("lastError", error)));
    }

    @Override
    public CompletionStage<Void> working(String endpoint) {
        return update(endpoint, combine(unset("failingSince"), unset("lastError")));
    }

    private CompletionStage<Void> update(String endpoint, Bson change) {
        return states.run(s -> s.updateOne(eq("_id", endpoint), change, new UpdateOptions().upsert(true)))
                .thenAccept(done -> {});
    }

    private static EndpointState state(Document document) {
        return new EndpointState(
                DocumentReader.text(document, "paused"),
                DocumentReader.time(document, "pausedAt"),
                DocumentReader.time(document, "failingSince"),
                DocumentReader.text(document, "lastError"));
    }
}
