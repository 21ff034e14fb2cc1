package dev.parley.core.chat;

/**
 * A change of a chat that is stored with the chat until its system message is stored.
 *
 * @param id unique; with it the message is stored once
 * @param from the word of the value before, such as {@code inquiry}; likewise {@code to}
 */
public record ChatChange(String id, Field field, String from, String to) {

    /** What has changed. */
    public enum Field {
        STAGE,
        STATUS
    }
}
