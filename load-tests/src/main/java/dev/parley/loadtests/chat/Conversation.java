package dev.parley.loadtests.chat;

/** A chat that exists on a deployment, with its two people. */
public record Conversation(String chatId, String client, String provider) {

    public String person(int index) {
        return index == 0 ? client : provider;
    }
}
