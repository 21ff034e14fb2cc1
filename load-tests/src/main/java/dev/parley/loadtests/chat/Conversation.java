package dev.parley.loadtests.chat;

import java.util.Map;

/** A chat of a deployment, with its two users. */
public record Conversation(String chatId, String client, String provider) {

    /** What its users write: 144 characters. */
    private static final String TEXT =
            "The plumber can come on Thursday between nine and eleven, is that fine? ".repeat(2);

    /** The payload of a {@code send-message}. */
    public Map<String, Object> message(String clientMessageId) {
        return Map.of("chatId", chatId, "content", TEXT, "clientMessageId", clientMessageId);
    }

    public String person(int index) {
        return index == 0 ? client : provider;
    }
}
