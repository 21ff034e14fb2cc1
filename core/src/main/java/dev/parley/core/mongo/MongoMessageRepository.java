package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.ReadConcern;
import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Messages in {@code messages}; numbering is {@link MessageAppender}'s, receipts are {@link MessageReceipts}'. */
final class MongoMessageRepository implements MessageRepository {
    private final AsyncCollection messages;
    private final ChatTailReader tails;
    private final MessageAppender appender;
    private final MessageReceipts receipts;
    private final UnreadCounts unread;

    MongoMessageRepository(
            AsyncCollection messages,
            AsyncCollection chats,
            OutboxMarks marks,
            ReminderMarks reminders,
            MongoListener listener) {
        ChatSummaryUpdater summaries = new ChatSummaryUpdater(chats, listener);
        this.messages = messages;
        this.unread = new UnreadCounts(messages, chats, listener);
        this.tails = unread.tails();
        this.appender = new MessageAppender(messages, unread, summaries, marks, reminders);
        this.receipts = new MessageReceipts(messages, summaries, unread, marks, reminders);
    }

    @Override
    public CompletionStage<Appended> append(Message draft, Consumer<Stored> stored) {
        return appender.append(draft, stored);
    }

    /** Deliberate: as the majority has it, since the sender is told that the message is stored. */
    @Override
    public CompletionStage<Optional<Message>> findAttempt(SendMessage command) {
        Optional<String> key = MessageCodec.attempt(command);
        if (key.isEmpty()) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        Bson attempt = eq("attempt", key.get());
        return messages.one(c ->
                        c.withReadConcern(ReadConcern.MAJORITY).find(attempt).first())
                .thenApply(found -> found.map(MessageCodec::fromStored));
    }

    @Override
    public CompletionStage<Optional<Message>> find(MessageId id) {
        return messages.one(c -> c.find(eq("_id", IdCodec.of(id))).first())
                .thenApply(found -> found.map(MessageCodec::fromStored));
    }

    @Override
    public CompletionStage<Messages> after(ChatId chat, long after, int limit) {
        Bson wanted = and(eq("chatId", IdCodec.of(chat)), gt("seq", after));
        return messages.all(c -> c.find(wanted).sort(ascending("seq")).limit(limit + 1))
                .thenApply(found -> page(found, limit));
    }

    @Override
    public CompletionStage<Messages> before(ChatId chat, long before, int limit) {
        Bson wanted = and(eq("chatId", IdCodec.of(chat)), lt("seq", before));
        return messages.all(c -> c.find(wanted).sort(descending("seq")).limit(limit + 1))
                .thenApply(found -> reversed(page(found, limit)));
    }

    /** Deliberate: by the time in the ids of this gateway's messages, for which there is an index. */
    @Override
    public CompletionStage<Set<Recipients>> recipientsSince(Instant since, int limit) {
        Bson recent = gte("_id", new ObjectId((int) since.getEpochSecond(), 0));
        return messages.all(c -> c.find(recent)
                        .sort(ascending("_id"))
                        .projection(include("chatId", "sender", "receiver", "messageType"))
                        .limit(limit))
                .thenApply(found -> found.stream()
                        .flatMap(MongoMessageRepository::recipients)
                        .collect(Collectors.toSet()));
    }

    @Override
    public CompletionStage<ChatTail> newest(ChatId chat) {
        return tails.newest(chat);
    }

    @Override
    public CompletionStage<ChatTail> newestCounted(ChatId chat) {
        return appender.newestCounted(chat);
    }

    @Override
    public CompletionStage<ChatTail> lastSeen(ChatId chat) {
        return appender.lastSeen(chat);
    }

    @Override
    public CompletionStage<Receipt> markDelivered(ChatId chat, UserId receiver, Instant at, Consumer<Receipt> changed) {
        return receipts.markDelivered(chat, receiver, at, changed);
    }

    @Override
    public CompletionStage<Receipt> markRead(
            ChatId chat, UserId reader, OptionalLong upToSeq, Instant at, Consumer<Receipt> changed) {
        return receipts.markRead(chat, reader, upToSeq, at, changed);
    }

    @Override
    public CompletionStage<Long> countUnread(ChatId chat, UserId reader) {
        return unread.of(chat, reader);
    }

    @Override
    public CompletionStage<Long> countUnread(ChatId chat, UserId reader, ChatTail newest) {
        return unread.of(chat, reader, newest);
    }

    @Override
    public CompletionStage<Map<ChatId, Long>> countUnread(Collection<ChatId> chats, UserId reader) {
        return chats.isEmpty() ? CompletableFuture.completedStage(Map.of()) : unread.of(chats, reader);
    }

    private static Stream<Recipients> recipients(Document document) {
        Message message = MessageCodec.fromStored(document);
        return message.audience().stream().map(user -> new Recipients(message.chatId(), user));
    }

    private static Messages page(List<Document> found, int limit) {
        List<Message> items =
                found.stream().limit(limit).map(MessageCodec::fromStored).toList();
        return new Messages(items, found.size() > limit);
    }

    private static Messages reversed(Messages page) {
        List<Message> items = new ArrayList<>(page.messages());
        Collections.reverse(items);
        return new Messages(items, page.hasMore());
    }
}
