package dev.parley.core.chat;

/** What a message mainly is, for clients that show them differently. */
public enum MessageType {
    TEXT,
    IMAGE,
    FILE,
    AUDIO,
    VIDEO
}
