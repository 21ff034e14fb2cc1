package dev.parley.gateway.wire;

import java.time.Instant;
import java.util.Optional;

/**
 * The data of a web push, which a service worker shows: the unread messages of one chat.
 *
 * @param type {@code message.unread}
 * @param id of the reminder; the same when it is sent again
 * @param senderName the display name of the sender
 * @param content the beginning of the newest message
 * @param unread messages of this chat
 * @param totalUnread messages of all chats
 * @param timestamp of the newest message
 */
public record WebPushPayload(
        String type,
        String id,
        String chatId,
        Optional<String> context,
        String sender,
        Optional<String> senderName,
        Optional<String> content,
        String messageType,
        long unread,
        long totalUnread,
        Instant timestamp) {

    /** The same with ids and numbers only. */
    public WebPushPayload withoutTexts() {
        return new WebPushPayload(
                type,
                id,
                chatId,
                Optional.empty(),
                sender,
                Optional.empty(),
                Optional.empty(),
                messageType,
                unread,
                totalUnread,
                timestamp);
    }
}
