package dev.parley.loadtests.chat;

/** A chat of a deployment, with its two users. */
public record Conversation(String chatId, String client, String provider) {

    public String person(int index) {
        return index == 0 ? client : provider;
    }
}
