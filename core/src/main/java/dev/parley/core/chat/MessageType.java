package dev.parley.core.chat;

/** What a message mainly is, for clients that show them differently. */
public enum MessageType {
    TEXT,
    IMAGE,
    FILE,
    AUDIO,
    VIDEO,
    /** Of the application: its content is in the message's data. */
    CUSTOM,
    /** Of the business, not of a participant: nobody has it unread, and no rule about people counts it. */
    SYSTEM;

    public boolean hasData() {
        return this == CUSTOM || this == SYSTEM;
    }
}
