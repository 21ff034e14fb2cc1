package dev.parley.core.chat;

/**
 * A chat as one participant sees it.
 *
 * @param unread messages to this participant that are not read yet
 */
public record ChatView(Chat chat, long unread) {}
