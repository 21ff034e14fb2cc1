package dev.parley.gateway.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A client and a provider in one chat, who between them use the events and routes that are used often. */
final class Conversation {
    private static final List<String> TEXTS = List.of(
            "Good morning, is Thursday at half past nine still free?",
            "Yes. It takes two hours and costs 120 euros, travel included.",
            "Thank you! The door code is 4417, third floor, please ring twice.",
            "Could you call me at +49 30 901820 or write to anna@example.org?",
            "Order 2026-11-0473 has 3 items of 40 x 60 cm, see https://example.org/orders/473");

    private final String client;
    private final String provider;
    private final RestClient rest;
    private final PacketLink.Opener clientLink;
    private final TrainingSocket answering;
    private TrainingSocket asking;
    private String chatId;
    private int step;

    Conversation(String name, RestClient rest, PacketLink.Opener clientLink, PacketLink.Opener providerLink) {
        this.client = "training-client-" + name;
        this.provider = "training-provider-" + name;
        this.rest = rest;
        this.clientLink = clientLink;
        this.asking = new TrainingSocket(clientLink);
        this.answering = new TrainingSocket(providerLink);
    }

    CompletableFuture<Void> begin() {
        return rest.send("POST", "/api/chats", Map.of("client", client, "provider", provider))
                .thenCompose(chat -> {
                    chatId = chat.path("_id").asText();
                    return CompletableFuture.allOf(enter(asking, client), enter(answering, provider));
                });
    }

    /** One message by each side and what usually goes with it; every few steps the rarer requests. */
    CompletableFuture<Void> next() {
        int number = step++;
        return typing(asking)
                .thenCompose(done -> say(asking, number))
                .thenCompose(done -> say(answering, number + 1))
                .thenCompose(done -> number % 2 == 0 ? read() : CompletableFuture.completedFuture(null))
                .thenCompose(done -> number % 5 == 1 ? rarely() : CompletableFuture.completedFuture(null))
                .thenCompose(done -> number % 9 == 5 ? reconnect() : CompletableFuture.completedFuture(null));
    }

    void end() {
        asking.close();
        answering.close();
    }

    private CompletableFuture<Void> enter(TrainingSocket socket, String user) {
        return socket.emit("user-join", user)
                .thenCompose(joined -> socket.emit("join-chat", chatId))
                .thenCompose(joined -> socket.emit("join-notifications", user))
                .thenAccept(joined -> {});
    }

    private CompletableFuture<JsonNode> typing(TrainingSocket socket) {
        return socket.emit("typing-start", Map.of("chatId", chatId))
                .thenCompose(typing -> socket.emit("typing-stop", Map.of("chatId", chatId)));
    }

    private CompletableFuture<JsonNode> say(TrainingSocket socket, int number) {
        return socket.emit(
                "send-message",
                Map.of(
                        "chatId",
                        chatId,
                        "content",
                        TEXTS.get(number % TEXTS.size()),
                        "clientMessageId",
                        System.identityHashCode(socket) + "-" + number));
    }

    private CompletableFuture<Void> read() {
        return CompletableFuture.allOf(
                asking.emit("mark-messages-read", Map.of("chatId", chatId)),
                answering.emit("mark-messages-read", Map.of("chatId", chatId)),
                answering.emit("get-online-status", List.of(client, provider)));
    }

    private CompletableFuture<Void> rarely() {
        Map<String, Object> notification =
                Map.of("userId", client, "type", "booking", "title", "Booked", "body", "Thursday, 9:30");
        Map<String, Object> message = Map.of("sender", client, "content", "Is this allowed?", "chatId", chatId);
        return CompletableFuture.allOf(
                rest.send("POST", "/api/notifications", notification)
                        .thenCompose(posted -> asking.emit("mark-all-notifications-read", client)),
                rest.send("POST", "/api/notifications/emit", Map.of("userId", client, "notification", notification)),
                rest.send("PUT", "/api/users/" + client, Map.of("displayName", "Anna")),
                rest.send("POST", "/api/rules/explain", message),
                rest.send("POST", "/api/chats/" + chatId + "/messages", message),
                rest.send("POST", "/api/presence/query", Map.of("userIds", List.of(client, provider))),
                rest.get("/api/presence/" + client),
                rest.get("/api/chats/" + chatId),
                rest.get("/api/chats?userId=" + client),
                rest.get("/api/chats/" + chatId + "/messages?limit=20"),
                rest.get("/api/notifications?userId=" + client),
                asking.emit("get-unread-count", client),
                asking.emit("get-send-allowance", Map.of("chatId", chatId)),
                asking.emit("set-online-status", Map.of("userId", client, "isOnline", true)));
    }

    private CompletableFuture<Void> reconnect() {
        return asking.emit("leave-chat", chatId).thenCompose(left -> {
            asking.close();
            asking = new TrainingSocket(clientLink);
            return enter(asking, client);
        });
    }
}
