package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.ReadConcern;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.RecentlyUsed;
import dev.parley.core.id.ChatId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Stores messages. The insert under the unique {@code chatSeq} is what takes a number: who comes second gets 11000
 * and tries the next one, so numbers have no holes, without transactions. A number is only ever tried when the one
 * before it was seen stored.
 */
final class MessageAppender {
    private static final int MAX_WAITING_PER_CHAT = 256;
    /** Each waits for the majority; few, so that busy nodes let the majority confirm many messages at once. */
    private static final int INSERTS_IN_FLIGHT = 3;

    private static final int REMEMBERED_CHATS = 50_000;

    private final MongoCollection<Document> messages;
    private final BatchedWrites writes;
    private final ChatSummaryUpdater summaries;
    private final UncertainInserts uncertain;
    private final PerChatQueue<Appended> queue = new PerChatQueue<>(MAX_WAITING_PER_CHAT, Publishers.DEADLINE);
    /** The highest number this node has seen stored: the first try is then usually right. */
    private final RecentlyUsed<ChatId, Long> lastSeen = new RecentlyUsed<>(REMEMBERED_CHATS);

    MessageAppender(MongoCollection<Document> messages, ChatSummaryUpdater summaries) {
        this.messages = messages;
        this.writes = new BatchedWrites(messages, INSERTS_IN_FLIGHT);
        this.summaries = summaries;
        this.uncertain = new UncertainInserts(messages);
    }

    /** @param stored is given the message before the next one of this chat is inserted, so in the order of storing */
    CompletionStage<Appended> append(Message draft, Consumer<Message> stored) {
        return queue.submit(draft.chatId(), () -> insertNext(draft, stored)).thenCompose(this::follow);
    }

    CompletionStage<Long> lastSeq(ChatId chat) {
        return Publishers.first(messages.find(eq("chatId", IdCodec.of(chat)))
                        .sort(descending("seq"))
                        .projection(include("seq"))
                        .first())
                .thenApply(last -> last.flatMap(document -> DocumentReader.number(document, "seq"))
                        .orElse(0L));
    }

    private CompletionStage<Appended> insertNext(Message draft, Consumer<Message> stored) {
        Attempt attempt = new Attempt(1, System.nanoTime() + Publishers.DEADLINE.toNanos());
        return uncertain
                .settle(draft.chatId())
                .thenCompose(settled -> insert(proposed(draft), attempt)
                        .whenComplete((appended, failure) -> report(draft, appended, failure, stored)))
                .thenApply(this::remember);
    }

    private Message proposed(Message draft) {
        long proposal = lastSeen.get(draft.chatId()).map(seen -> seen + 1).orElse(0L);
        return draft.withSeq(Math.max(draft.seq(), proposal));
    }

    private void report(Message draft, Appended appended, Throwable failure, Consumer<Message> stored) {
        if (failure != null && MongoFailures.isUncertain(failure)) {
            uncertain.add(draft, stored);
        } else if (failure == null && appended.isNew()) {
            stored.accept(appended.message());
        }
    }

    private CompletionStage<Appended> insert(Message message, Attempt attempt) {
        return writes.write(new InsertOneModel<>(MessageCodec.toStored(message)))
                .thenApply(stored -> new Appended(message, true))
                .exceptionallyCompose(failure -> afterFailure(message, failure, attempt));
    }

    private CompletionStage<Appended> afterFailure(Message message, Throwable failure, Attempt attempt) {
        if (attempt.isOutOfTime()) {
            return CompletableFuture.failedStage(failure);
        }
        if (MongoFailures.isDuplicateIn(MongoIndexes.MESSAGE_NUMBER, failure)) {
            return insertBehind(message, attempt);
        }
        if (MongoFailures.isDuplicateKey(failure)) {
            return afterStored(message, attempt);
        }
        return MongoFailures.isWorthAnotherTry(failure)
                ? insert(message, attempt.next())
                : CompletableFuture.failedStage(failure);
    }

    /**
     * The number is taken, so the next one is tried. Every second time the highest number is read
     * from the messages, in case this node is far behind. If this message was stored before, the next insert reports that.
     */
    private CompletionStage<Appended> insertBehind(Message message, Attempt attempt) {
        return uncertain
                .settle(message.chatId())
                .thenCompose(settled -> attempt.isOdd()
                        ? insert(message.withSeq(message.seq() + 1), attempt.next())
                        : insertBehindLast(message, attempt));
    }

    private CompletionStage<Appended> insertBehindLast(Message message, Attempt attempt) {
        return lastSeq(message.chatId()).thenCompose(last -> insert(message.withSeq(last + 1), attempt.next()));
    }

    /**
     * This very insert was stored and its answer lost, or an earlier attempt was stored. Deliberate: read as the majority has
     * it, since the sender is told that the message is stored; until the majority has it, this goes round again.
     */
    private CompletionStage<Appended> afterStored(Message message, Attempt attempt) {
        Bson itself = eq("_id", IdCodec.of(message.id()));
        Bson known = MessageCodec.attempt(message)
                .map(key -> or(itself, eq("attempt", key)))
                .orElse(itself);
        return Publishers.first(messages.withReadConcern(ReadConcern.MAJORITY)
                        .find(known)
                        .first())
                .thenCompose(earlier -> earlier.map(document -> stored(message, document))
                        .orElseGet(() -> insertBehindLast(message, attempt)));
    }

    private static CompletionStage<Appended> stored(Message message, Document document) {
        Message earlier = MessageCodec.fromStored(document);
        return CompletableFuture.completedStage(
                new Appended(earlier, earlier.id().equals(message.id())));
    }

    private Appended remember(Appended appended) {
        Message message = appended.message();
        long seen = lastSeen.get(message.chatId()).orElse(0L);
        lastSeen.put(message.chatId(), Math.max(seen, message.seq()));
        return appended;
    }

    /**
     * The acknowledgement waits for the chat's summary, so that its receiver finds the message in the chat; the next message does
     * not. While others wait in the queue, the last of them brings the chat up to date.
     */
    private CompletionStage<Appended> follow(Appended appended) {
        Message message = appended.message();
        return appended.isNew() && (message.seq() == 1 || !queue.isQueued(message.chatId()))
                ? summaries.messageStored(message).thenApply(told -> appended)
                : CompletableFuture.completedStage(appended);
    }

    /** How often an insert was tried, and until when (on the clock of {@link System#nanoTime}) it may be tried again. */
    private record Attempt(int count, long giveUpAt) {

        Attempt next() {
            return new Attempt(count + 1, giveUpAt);
        }

        boolean isOdd() {
            return count % 2 == 1;
        }

        boolean isOutOfTime() {
            return System.nanoTime() - giveUpAt > 0;
        }
    }
}
