package dev.parley.gateway.ops;

import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Messages as the repository behind keeps them, with what storing one takes measured. */
final class TimedMessages implements MessageRepository {
    private final MessageRepository messages;
    private final Appending appending;

    /** Appends with the repository behind, and measures it. */
    @FunctionalInterface
    interface Appending {
        CompletionStage<Appended> append(Message draft, Consumer<Stored> stored);
    }

    TimedMessages(MessageRepository messages, Appending appending) {
        this.messages = messages;
        this.appending = appending;
    }

    @Override
    public CompletionStage<Appended> append(Message draft, Consumer<Stored> stored) {
        return appending.append(draft, stored);
    }

    @Override
    public CompletionStage<Optional<Message>> findAttempt(SendMessage command) {
        return messages.findAttempt(command);
    }

    @Override
    public CompletionStage<Optional<Message>> find(MessageId id) {
        return messages.find(id);
    }

    @Override
    public CompletionStage<Messages> after(ChatId chat, long after, int limit) {
        return messages.after(chat, after, limit);
    }

    @Override
    public CompletionStage<Messages> before(ChatId chat, long before, int limit) {
        return messages.before(chat, before, limit);
    }

    @Override
    public CompletionStage<Set<Recipients>> recipientsSince(Instant since, int limit) {
        return messages.recipientsSince(since, limit);
    }

    @Override
    public CompletionStage<ChatTail> newest(ChatId chat) {
        return messages.newest(chat);
    }

    @Override
    public CompletionStage<ChatTail> newestCounted(ChatId chat) {
        return messages.newestCounted(chat);
    }

    @Override
    public CompletionStage<ChatTail> lastSeen(ChatId chat) {
        return messages.lastSeen(chat);
    }

    @Override
    public CompletionStage<Receipt> markDelivered(ChatId chat, UserId receiver, Instant at, Consumer<Receipt> changed) {
        return messages.markDelivered(chat, receiver, at, changed);
    }

    @Override
    public CompletionStage<Receipt> markRead(
            ChatId chat, UserId reader, OptionalLong upToSeq, Instant at, Consumer<Receipt> changed) {
        return messages.markRead(chat, reader, upToSeq, at, changed);
    }

    @Override
    public CompletionStage<Long> countUnread(ChatId chat, UserId reader) {
        return messages.countUnread(chat, reader);
    }

    @Override
    public CompletionStage<Long> countUnread(ChatId chat, UserId reader, ChatTail newest) {
        return messages.countUnread(chat, reader, newest);
    }

    @Override
    public CompletionStage<Map<ChatId, Long>> countUnread(Collection<ChatId> chats, UserId reader) {
        return messages.countUnread(chats, reader);
    }
}
