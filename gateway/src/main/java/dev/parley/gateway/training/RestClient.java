package dev.parley.gateway.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** Calls the REST routes of a gateway that asks for no token. */
final class RestClient {
    private final HttpClient http;
    private final URI server;

    RestClient(HttpClient http, URI server) {
        this.http = http;
        this.server = server;
    }

    CompletableFuture<JsonNode> get(String path) {
        return call(HttpRequest.newBuilder(server.resolve(path)));
    }

    CompletableFuture<JsonNode> send(String method, String path, Object body) {
        return call(HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(TrainingSocket.json(body))));
    }

    private CompletableFuture<JsonNode> call(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString())
                .thenApply(answer -> TrainingSocket.parse(answer.body()));
    }
}
