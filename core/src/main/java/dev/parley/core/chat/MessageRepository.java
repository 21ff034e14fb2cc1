package dev.parley.core.chat;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** Where messages are kept. Stages fail with {@code StorageException} and nothing else. */
public interface MessageRepository {

    /**
     * Stores the message under the next free {@code seq}, unless the same sender already stored that
     * {@code clientMessageId} in this chat (system messages: in this chat); then it completes with the earlier message, so a
     * retry is harmless. Storing
     * and numbering are one step: numbers have no gaps, and when one can be read so can all before it.
     *
     * @param stored is given the message once it is stored, at most once, in the order of storing in this chat; also when
     *     the stage has failed already because the outcome was not known in time
     */
    CompletionStage<Appended> append(Message draft, Consumer<Stored> stored);

    /** The message that an earlier attempt stored, if one did. Empty for a command without a {@code clientMessageId}. */
    CompletionStage<Optional<Message>> findAttempt(SendMessage command);

    CompletionStage<Optional<Message>> find(MessageId id);

    /** The messages with {@code seq > after}, ascending, at most {@code limit}. */
    CompletionStage<Messages> after(ChatId chat, long after, int limit);

    /** The last {@code limit} messages with {@code seq < before}, ascending. */
    CompletionStage<Messages> before(ChatId chat, long before, int limit);

    /** Who was notified of the messages that were sent since then, each once; of the oldest {@code limit} messages. */
    CompletionStage<Set<Recipients>> recipientsSince(Instant since, int limit);

    /** The newest message, read from the messages themselves; its counts may be unknown. */
    CompletionStage<ChatTail> newest(ChatId chat);

    /** The newest message with its counts, which are counted where they are unknown. */
    CompletionStage<ChatTail> newestCounted(ChatId chat);

    /**
     * The newest message that this node has seen stored, with its counts; others may have been stored since on other nodes. Read from
     * the messages where this node has seen none.
     */
    CompletionStage<ChatTail> lastSeen(ChatId chat);

    /**
     * Marks what {@code receiver} had not been delivered. Completes with what changed, up to 0 when nothing did.
     *
     * @param changed is given the receipt once, if something changed; also when the stage has failed already because the
     *     outcome was not known in time
     */
    CompletionStage<Receipt> markDelivered(ChatId chat, UserId receiver, Instant at, Consumer<Receipt> changed);

    /**
     * Marks the unread messages to {@code reader}, up to and including {@code upToSeq}, as read (and delivered).
     *
     * @param changed as for {@link #markDelivered}
     */
    CompletionStage<Receipt> markRead(
            ChatId chat, UserId reader, OptionalLong upToSeq, Instant at, Consumer<Receipt> changed);

    CompletionStage<Long> countUnread(ChatId chat, UserId reader);

    /** As of a stored message, or 0 when the reader has read a later one; the time does not grow with what is unread. */
    CompletionStage<Long> countUnread(ChatId chat, UserId reader, ChatTail newest);

    /** One entry per chat asked for. */
    CompletionStage<Map<ChatId, Long>> countUnread(Collection<ChatId> chats, UserId reader);

    /** Who is told of a message. */
    record Recipients(ChatId chat, UserId receiver) {}

    /**
     * A message that has just been stored.
     *
     * @param unread how many messages of the chat, up to this one, a user has not read; to be asked while this is given
     */
    record Stored(Message message, Function<UserId, CompletionStage<Long>> unread) {}

    /** @param isNew false when an earlier attempt had already stored it */
    record Appended(Message message, boolean isNew) {}

    /** @param hasMore whether there are further messages in the direction asked for */
    record Messages(List<Message> messages, boolean hasMore) {

        public Messages {
            messages = List.copyOf(messages);
        }
    }

    /**
     * @param count how many messages changed; 0 means nothing to tell anyone
     * @param upToSeq the highest number that changed; after reading nothing new the highest one read so far
     */
    record Receipt(long count, long upToSeq) {}
}
