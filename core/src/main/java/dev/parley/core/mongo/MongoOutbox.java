package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.ReadConcern;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.Outbox;
import dev.parley.core.outbox.OutboxEvent;
import dev.parley.core.outbox.PendingEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * The outbox in the documents themselves: {@link OutboxMarks} marks them, this class reads and removes the marks. Reads what the
 * majority has, so that nothing is delivered that could be rolled back.
 */
final class MongoOutbox implements Outbox {
    private final Map<Source, AsyncCollection> collections = new EnumMap<>(Source.class);
    private final IndexCreator indexes;
    private final OutboxMarks marks;
    private final OutboxDeliveries deliveries;

    MongoOutbox(Function<String, AsyncCollection> database, IndexCreator indexes, OutboxMarks marks) {
        for (Source source : Source.values()) {
            collections.put(source, database.apply(OutboxSource.of(source).collection()));
        }
        this.indexes = indexes;
        this.marks = marks;
        this.deliveries = new OutboxDeliveries(collections);
    }

    /** Deliberate: partial indexes, which hold the documents with pending events only. */
    @Override
    public CompletionStage<Void> start() {
        CompletionStage<Void> created = CompletableFuture.completedStage(null);
        for (Source source : Source.values()) {
            IndexModel index = new IndexModel(
                    Indexes.ascending(OutboxSource.of(source).indexed()),
                    new IndexOptions().name("parley_outbox").partialFilterExpression(exists(OutboxMarks.FIELD)));
            created = created.thenCompose(
                    before -> indexes.create(OutboxSource.of(source).collection(), index));
        }
        return created;
    }

    @Override
    public void subscribe(Map<EventType, Set<String>> endpoints) {
        marks.use(endpoints);
    }

    @Override
    public boolean hasSubscribers(EventType type) {
        return marks.hasSubscribers(type);
    }

    @Override
    public CompletionStage<Batch> pending(
            String endpoint, Set<Integer> shards, Source source, Optional<String> after, int limit) {
        OutboxSource from = OutboxSource.of(source);
        List<Bson> wanted = new ArrayList<>(List.of(isPending(endpoint, shards, from)));
        after.ifPresent(last -> wanted.add(IdCodec.behind(from.key(), IdCodec.of(last))));
        return majority(source)
                .all(c -> c.find(and(wanted)).sort(ascending(from.order())).limit(limit))
                .thenCompose(found -> events(endpoint, source, found)
                        .thenApply(events -> new Batch(events, next(found, from.key(), limit))));
    }

    @Override
    public CompletionStage<Void> delivered(String endpoint, List<OutboxEvent> events) {
        return deliveries.remove(endpoint, events);
    }

    @Override
    public CompletionStage<Long> count(String endpoint, Set<Integer> shards, int limit) {
        CompletionStage<Long> sum = CompletableFuture.completedStage(0L);
        for (Source source : Source.values()) {
            Bson pending = isPending(endpoint, shards, OutboxSource.of(source));
            sum = sum.thenCombine(
                    collections.get(source).run(c -> c.countDocuments(pending, new CountOptions().limit(limit))),
                    Long::sum);
        }
        return sum;
    }

    @Override
    public CompletionStage<Long> replay(String endpoint, Set<EventType> types, Instant since) {
        CompletionStage<Long> sum = CompletableFuture.completedStage(0L);
        for (Source source : Source.values()) {
            OutboxSource from = OutboxSource.of(source);
            if (from.created().filter(types::contains).isPresent()) {
                OutboxReplay replay = new OutboxReplay(collections.get(source), from, endpoint);
                sum = sum.thenCompose(before -> replay.since(since).thenApply(more -> before + more));
            }
        }
        return sum;
    }

    private CompletionStage<List<PendingEvents>> events(String endpoint, Source source, List<Document> found) {
        OutboxReader reader = new OutboxReader(endpoint);
        return switch (source) {
            case MESSAGES ->
                chatsOf(found.stream().map(message -> message.get("chatId")))
                        .thenApply(chats -> reader.ofMessages(found, chats));
            case CHATS -> CompletableFuture.completedStage(reader.ofChats(found));
            case NOTIFICATIONS -> CompletableFuture.completedStage(reader.ofNotifications(found));
            case REMINDERS ->
                chatsOf(found.stream().flatMap(ReminderCodec::chatIds))
                        .thenApply(chats -> reader.ofReminders(found, chats));
            case USERS -> CompletableFuture.completedStage(reader.ofUsers(found));
        };
    }

    private CompletionStage<Map<String, Document>> chatsOf(Stream<Object> chatIds) {
        Collection<Object> ids = chatIds.collect(Collectors.toCollection(LinkedHashSet::new));
        return ids.isEmpty()
                ? CompletableFuture.completedStage(Map.of())
                : majority(Source.CHATS).all(c -> c.find(in("_id", ids))).thenApply(found -> found.stream()
                        .collect(Collectors.toMap(chat -> OutboxReader.idOf(chat, "_id"), chat -> chat)));
    }

    /** {@code exists} is what lets MongoDB use a partial index. */
    private static Bson isPending(String endpoint, Set<Integer> shards, OutboxSource from) {
        List<String> values = shards.stream()
                .flatMap(shard -> from.types().stream().map(type -> OutboxMarks.mark(endpoint, type, shard)))
                .toList();
        return and(in(OutboxMarks.FIELD, values), exists(OutboxMarks.FIELD));
    }

    private static Optional<String> next(List<Document> found, String key, int limit) {
        return found.size() < limit
                ? Optional.empty()
                : Optional.of(OutboxReader.idOf(found.get(found.size() - 1), key));
    }

    private AsyncCollection majority(Source source) {
        return collections.get(source).with(c -> c.withReadConcern(ReadConcern.MAJORITY));
    }
}
