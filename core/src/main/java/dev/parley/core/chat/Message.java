package dev.parley.core.chat;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One message as both sides see it.
 *
 * @param seq its place in the chat, 1, 2, 3, ...; given by storing
 * @param counts given by storing
 * @param data JSON values of a custom or system message, for the front end
 * @param clientMessageId chosen by the sender's client, the same on every retry
 * @param masked kinds of contact details that were taken out of the content
 */
public record Message(
        MessageId id,
        ChatId chatId,
        long seq,
        MessageCounts counts,
        UserId sender,
        UserId receiver,
        String content,
        MessageType messageType,
        List<Media> media,
        Map<String, Object> data,
        Optional<String> clientMessageId,
        boolean delivered,
        Optional<Instant> deliveredAt,
        boolean isRead,
        Optional<Instant> readAt,
        List<String> masked,
        Instant createdAt) {

    public Message {
        media = List.copyOf(media);
        masked = List.copyOf(masked);
    }

    public boolean isSystem() {
        return messageType == MessageType.SYSTEM;
    }

    /** The participants who are notified of it: the receiver, or both of a system message. */
    public List<UserId> audience() {
        return isSystem() ? Stream.of(sender, receiver).distinct().toList() : List.of(receiver);
    }

    /** As if it had neither been delivered nor read. */
    public Message withoutReceipts() {
        return new Message(
                id,
                chatId,
                seq,
                counts,
                sender,
                receiver,
                content,
                messageType,
                media,
                data,
                clientMessageId,
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                masked,
                createdAt);
    }

    /** The same message as the one that follows the newest of its chat. */
    public Message after(ChatTail newest) {
        return new Message(
                id,
                chatId,
                newest.seq() + 1,
                isSystem() ? newest.followingSystem(sender, receiver) : newest.following(sender, receiver),
                sender,
                receiver,
                content,
                messageType,
                media,
                data,
                clientMessageId,
                delivered,
                deliveredAt,
                isRead,
                readAt,
                masked,
                newest.following(createdAt));
    }
}
