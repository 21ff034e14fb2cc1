package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.ReadConcern;
import com.mongodb.client.model.InsertOneModel;
import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.MessageRepository.Stored;
import dev.parley.core.chat.RecentlyUsed;
import dev.parley.core.id.ChatId;
import dev.parley.core.outbox.EventType;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Stores messages. The insert under the unique {@code chatSeq} is what takes a number and the counts that go with it: who comes second
 * gets 11000, reads the message that was faster and tries the next number, so numbers have no holes, without transactions. A number
 * is only ever tried when the one before it was seen stored.
 */
final class MessageAppender {
    private static final int MAX_WAITING_PER_CHAT = 256;
    /** Each waits for the majority; few, so that busy nodes let the majority confirm many messages at once. */
    private static final int INSERTS_IN_FLIGHT = 3;

    private static final int REMEMBERED_CHATS = 50_000;
    private static final CompletionStage<?> NOTHING = CompletableFuture.completedStage(null);

    private final AsyncCollection messages;
    private final BatchedWrites writes;
    private final ChatSummaryUpdater summaries;
    private final UncertainInserts uncertain;
    private final OutboxMarks marks;
    private final ReminderMarks reminders;
    private final ChatTailReader tails;
    private final UnreadCounts unread;
    private final PerChatQueue<Outcome> queue =
            new PerChatQueue<>(MAX_WAITING_PER_CHAT, MongoThreads.DEADLINE, this::summariseLast);
    /** The newest message of a chat whose summary was left to a message that waited behind it. */
    private final Map<ChatId, Message> unsummarised = new ConcurrentHashMap<>();
    /** The newest message that this node has seen stored: the first try is then usually right. */
    private final RecentlyUsed<ChatId, ChatTail> lastSeen = new RecentlyUsed<>(REMEMBERED_CHATS);

    MessageAppender(
            AsyncCollection messages,
            UnreadCounts unread,
            ChatSummaryUpdater summaries,
            OutboxMarks marks,
            ReminderMarks reminders) {
        this.messages = messages;
        this.marks = marks;
        this.reminders = reminders;
        this.unread = unread;
        this.tails = unread.tails();
        this.writes = new BatchedWrites(messages, INSERTS_IN_FLIGHT);
        this.summaries = summaries;
        this.uncertain = new UncertainInserts(messages);
    }

    /** @param summarised completes when the acknowledgement need not wait for the chat's summary any more */
    private record Outcome(Appended appended, CompletionStage<?> summarised) {
        CompletionStage<Appended> acknowledged() {
            return summarised.handle((done, failure) -> appended);
        }
    }

    /** @param stored is given the message before the next one of this chat is inserted, so in the order of storing */
    CompletionStage<Appended> append(Message draft, Consumer<Stored> stored) {
        return queue.submit(draft.chatId(), () -> insertNext(draft, stored)).thenCompose(Outcome::acknowledged);
    }

    /** Read from the messages where this node has seen none. */
    CompletionStage<ChatTail> lastSeen(ChatId chat) {
        Optional<ChatTail> seen = lastSeen.get(chat);
        return seen.isPresent() ? CompletableFuture.completedStage(seen.get()) : newestCounted(chat);
    }

    /** Read from the messages. */
    CompletionStage<ChatTail> newestCounted(ChatId chat) {
        return tails.counted(chat).thenApply(newest -> remember(chat, newest));
    }

    private CompletionStage<Outcome> insertNext(Message draft, Consumer<Stored> stored) {
        long giveUpAt = System.nanoTime() + MongoThreads.DEADLINE.toNanos();
        return uncertain
                .settle(draft.chatId())
                .thenCompose(settled -> lastSeen(draft.chatId()))
                .thenCompose(last -> insert(draft.after(last), giveUpAt)
                        .whenComplete((appended, failure) -> watch(draft, failure, stored)))
                .thenApply(appended -> {
                    CompletionStage<?> summarised =
                            appended.isNew() ? announceNew(appended.message(), stored) : NOTHING;
                    remember(draft.chatId(), ChatTail.of(appended.message()));
                    return new Outcome(appended, summarised);
                });
    }

    private void watch(Message draft, Throwable failure, Consumer<Stored> stored) {
        if (failure != null && MongoFailures.isUncertain(failure)) {
            uncertain.add(draft, message -> announce(message, stored, summaries.messageStored(message)));
        }
    }

    /**
     * The acknowledgement waits for the chat's summary, so that its receiver finds the message in the chat; the next message does
     * not. While others wait in the queue, the last of them brings the chat up to date. Completes when the wait is over.
     */
    private CompletionStage<?> announceNew(Message message, Consumer<Stored> stored) {
        ChatId id = message.chatId();
        if (ChatSummaryUpdater.isFirstOfParticipants(message) || !queue.isQueued(id)) {
            unsummarised.remove(id);
            return announce(message, stored, summaries.messageStored(message));
        }
        unsummarised.put(id, message);
        announce(message, stored, summaries.chatOf(message));
        return NOTHING;
    }

    private CompletionStage<?> announce(
            Message message, Consumer<Stored> stored, CompletionStage<Optional<Document>> chat) {
        stored.accept(new Stored(message, user -> unread.of(message, user, chat)));
        return chat;
    }

    /** What waited behind the message was a retry of a stored one, or has failed. */
    private void summariseLast(ChatId idle) {
        Message last = unsummarised.remove(idle);
        if (last != null) {
            summaries.messageStored(last);
        }
    }

    private CompletionStage<Appended> insert(Message message, long giveUpAt) {
        Document document = marks.mark(
                MessageCodec.toStored(message),
                EventType.MESSAGE_CREATED,
                message.chatId().value());
        return writes.write(new InsertOneModel<>(reminders.mark(document, message)))
                .thenApply(stored -> new Appended(message, true))
                .exceptionallyCompose(failure -> afterFailure(message, failure, giveUpAt));
    }

    private CompletionStage<Appended> afterFailure(Message message, Throwable failure, long giveUpAt) {
        if (System.nanoTime() - giveUpAt > 0) {
            return CompletableFuture.failedStage(failure);
        }
        if (MongoFailures.isDuplicateIn(MongoIndexes.MESSAGE_NUMBER, failure)) {
            return insertBehind(message, giveUpAt);
        }
        if (MongoFailures.isDuplicateKey(failure)) {
            return afterStored(message, giveUpAt);
        }
        return MongoFailures.isWorthAnotherTry(failure)
                ? insert(message, giveUpAt)
                : CompletableFuture.failedStage(failure);
    }

    /** The number is taken. If this message was stored before, the next insert reports that. */
    private CompletionStage<Appended> insertBehind(Message message, long giveUpAt) {
        return uncertain
                .settle(message.chatId())
                .thenCompose(settled -> newestCounted(message.chatId()))
                .thenCompose(last -> insert(message.after(last), giveUpAt));
    }

    /**
     * This very insert was stored and its answer lost, or an earlier attempt was stored. Deliberate: read as the majority has
     * it, since the sender is told that the message is stored; until the majority has it, this goes round again.
     */
    private CompletionStage<Appended> afterStored(Message message, long giveUpAt) {
        Bson itself = eq("_id", IdCodec.of(message.id()));
        Bson known = MessageCodec.attempt(message)
                .map(key -> or(itself, eq("attempt", key)))
                .orElse(itself);
        return messages.one(
                        c -> c.withReadConcern(ReadConcern.MAJORITY).find(known).first())
                .thenCompose(earlier -> earlier.map(document -> stored(message, document))
                        .orElseGet(() -> insertBehind(message, giveUpAt)));
    }

    private static CompletionStage<Appended> stored(Message message, Document document) {
        Message earlier = MessageCodec.fromStored(document);
        return CompletableFuture.completedStage(
                new Appended(earlier, earlier.id().equals(message.id())));
    }

    private ChatTail remember(ChatId chat, ChatTail seen) {
        boolean isNewer =
                lastSeen.get(chat).map(known -> seen.seq() > known.seq()).orElse(true);
        if (isNewer && seen.counts().isKnown()) {
            lastSeen.put(chat, seen);
        }
        return seen;
    }
}
