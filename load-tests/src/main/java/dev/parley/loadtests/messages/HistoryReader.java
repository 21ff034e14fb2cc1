package dev.parley.loadtests.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.chat.Conversation;
import dev.parley.loadtests.client.Json;
import dev.parley.loadtests.server.NodePlan;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads every chat by REST, from the first message to the last, and counts messages, copies and holes. */
final class HistoryReader {

    private static final int PAGE = 100;

    private final HttpClient http = HttpClient.newHttpClient();
    private final NodePlan node;
    private final Map<String, Integer> timesStored = new HashMap<>();
    private long holes;

    private HistoryReader(NodePlan node) {
        this.node = node;
    }

    static HistoryReader read(NodePlan node, List<Conversation> chats) throws IOException, InterruptedException {
        HistoryReader history = new HistoryReader(node);
        for (Conversation chat : chats) {
            history.read(chat.chatId());
        }
        return history;
    }

    private void read(String chat) throws IOException, InterruptedException {
        long last = 0;
        JsonNode page;
        do {
            page = page(chat, last);
            for (JsonNode message : page.path("messages")) {
                long seq = message.path("seq").asLong();
                holes += seq - last - 1;
                last = seq;
                timesStored.merge(message.path("clientMessageId").asText(), 1, Integer::sum);
            }
        } while (page.path("hasMore").asBoolean());
    }

    private JsonNode page(String chat, long after) throws IOException, InterruptedException {
        String path = "/api/chats/" + chat + "/messages?after=" + after + "&limit=" + PAGE;
        return Json.read(http.send(HttpRequest.newBuilder(node.http(path)).build(), BodyHandlers.ofString())
                .body());
    }

    /** How many of these messages are stored. */
    long storedOf(Set<String> messages) {
        Set<String> stored = new HashSet<>(timesStored.keySet());
        stored.retainAll(messages);
        return stored.size();
    }

    /** How many stored messages are not among these. */
    long beyond(Set<String> messages) {
        Set<String> more = new HashSet<>(timesStored.keySet());
        more.removeAll(messages);
        return more.size();
    }

    /** Stored copies of messages beside the first. */
    long repeated() {
        return timesStored.values().stream().mapToLong(times -> times - 1).sum();
    }

    /** Numbers that no message has. */
    long holes() {
        return holes;
    }
}
