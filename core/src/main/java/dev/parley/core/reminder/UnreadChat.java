package dev.parley.core.reminder;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.id.UserId;

/**
 * One chat of a reminder.
 *
 * @param unread all messages that the receiver has not read in it
 * @param first the oldest message that this reminder is about; earlier unread ones were in an earlier reminder
 * @param last the newest message that this reminder is about
 */
public record UnreadChat(Chat chat, long unread, Message first, Message last) {

    /** Who waits for an answer. */
    public UserId sender() {
        return last.sender();
    }
}
