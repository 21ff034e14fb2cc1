package dev.parley.loadtests.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.client.Json;
import dev.parley.loadtests.client.PlainHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The REST requests that create users and chats. */
final class RestClient {

    CompletableFuture<Void> putUser(URI user, String role) {
        return send("PUT", user, Map.of("role", role)).thenAccept(done -> {});
    }

    /** Completes with the chat's id. */
    CompletableFuture<String> openChat(URI chats, String client, String provider) {
        return send("POST", chats, Map.of("client", client, "provider", provider))
                .thenApply(chat -> chat.path("_id").asText());
    }

    /** Completes with what the user has not read of its latest chat. @param chats the list of the user's chats */
    CompletableFuture<Long> unreadOfLatestChat(URI chats) {
        return read(HttpRequest.newBuilder(chats).build())
                .thenApply(page -> page.path("chats").path(0).path("unread").asLong());
    }

    private CompletableFuture<JsonNode> send(String method, URI address, Object body) {
        return read(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(Json.write(body)))
                .build());
    }

    private CompletableFuture<JsonNode> read(HttpRequest request) {
        return PlainHttp.CLIENT.sendAsync(request, BodyHandlers.ofString()).thenApply(RestClient::read);
    }

    private static JsonNode read(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    response.request() + " was answered " + response.statusCode() + ": " + response.body());
        }
        try {
            return Json.read(response.body().isEmpty() ? "null" : response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
