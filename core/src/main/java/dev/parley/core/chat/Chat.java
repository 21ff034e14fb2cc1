package dev.parley.core.chat;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Optional;

/**
 * A conversation of one client with one provider about one thing.
 *
 * @param context what it is about, such as a job or a booking; part of the chat's identity
 * @param lastSeq a hint that follows the messages and may lag behind them, never ahead
 * @param lastMessage follows the messages like {@code lastSeq}
 */
public record Chat(
        ChatId id,
        UserId client,
        UserId provider,
        Optional<String> context,
        Stage stage,
        Status status,
        long lastSeq,
        Optional<Message> lastMessage,
        Instant createdAt,
        Instant updatedAt) {

    /** How far the deal is; some rules hold only before booking. */
    public enum Stage {
        INQUIRY,
        BOOKED,
        COMPLETED
    }

    /** A closed chat can be read and its receipts still work. */
    public enum Status {
        OPEN,
        CLOSED
    }

    public boolean hasParticipant(UserId user) {
        return user.equals(client) || user.equals(provider);
    }

    public Chat withLastMessage(Optional<Message> message) {
        return new Chat(id, client, provider, context, stage, status, lastSeq, message, createdAt, updatedAt);
    }

    /** The other side, for one of the two participants. */
    public UserId otherThan(UserId participant) {
        return participant.equals(client) ? provider : client;
    }
}
