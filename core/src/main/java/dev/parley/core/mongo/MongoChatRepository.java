package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatChange;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.Page;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.outbox.EventType;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Chats in {@code chats}; the sparse unique {@code openKey} allows one chat per client, provider and context. */
final class MongoChatRepository implements ChatRepository {
    private static final Bson NEWEST_FIRST = descending("updatedAt", "_id");

    private final AsyncCollection chats;
    private final OutboxMarks marks;
    private final BatchedLookup<Chat> byId;
    private final ChatChanger changer;

    MongoChatRepository(AsyncCollection chats, OutboxMarks marks) {
        this.chats = chats;
        this.marks = marks;
        this.byId = new BatchedLookup<>(chats, null, ChatCodec::fromStored);
        this.changer = new ChatChanger(chats, new ObjectIdGenerator(), marks);
    }

    @Override
    public CompletionStage<Optional<Chat>> find(ChatId id) {
        return byId.find(IdCodec.of(id));
    }

    /** Looks for the three themselves first: a chat that another application made has no {@code openKey}. */
    @Override
    public CompletionStage<Opened> open(Chat command) {
        Bson three = and(
                eq("client", IdCodec.of(command.client())),
                eq("provider", IdCodec.of(command.provider())),
                eq("context", command.context().orElse(null)));
        return firstChat(three)
                .thenCompose(known -> known.map(MongoChatRepository::existing).orElseGet(() -> insert(command)));
    }

    @Override
    public CompletionStage<Page<Chat>> ofUser(UserId user, Optional<String> cursor, int limit) {
        try {
            Bson wanted = cursor.map(ChatCursor::parse)
                    .map(after -> behind(user, after))
                    .orElseGet(() -> takesPart(user));
            return chats.all(c -> c.find(wanted).sort(NEWEST_FIRST).limit(limit + 1))
                    .thenApply(found -> page(found, limit));
        } catch (Rejection badCursor) {
            return CompletableFuture.failedStage(badCursor);
        }
    }

    @Override
    public CompletionStage<Optional<Changed>> change(
            ChatId id, Optional<Chat.Stage> stage, Optional<Chat.Status> status, Consumer<Changed> late) {
        return changer.change(id, stage, status, late);
    }

    @Override
    public CompletionStage<Void> announced(ChatId id, List<ChatChange> changes) {
        return changer.removeNotes(id, changes);
    }

    @Override
    public CompletionStage<List<Changed>> unannounced(Instant before, int limit) {
        return changer.unannounced(before, limit);
    }

    @Override
    public CompletionStage<Set<UserId>> contactsOf(UserId user, int limit) {
        return chats.all(c -> c.find(takesPart(user))
                        .sort(NEWEST_FIRST)
                        .projection(include("client", "provider"))
                        .limit(limit))
                .thenApply(found -> others(found, user));
    }

    @Override
    public CompletionStage<Long> countStarted(UserId by, Instant since) {
        return chats.run(c ->
                c.countDocuments(and(eq("startedBy", IdCodec.of(by)), gte("startedAt", DocumentReader.date(since)))));
    }

    private CompletionStage<Opened> insert(Chat command) {
        Document document = marks.mark(
                ChatCodec.toStored(command),
                EventType.CHAT_CREATED,
                command.id().value());
        return chats.run(c -> c.insertOne(document))
                .thenApply(stored -> new Opened(command, true))
                .exceptionallyCompose(failure -> MongoFailures.isDuplicateKey(failure)
                        ? afterTaken(command, failure)
                        : CompletableFuture.failedStage(failure));
    }

    /** A concurrent request created the chat first. */
    private CompletionStage<Opened> afterTaken(Chat command, Throwable failure) {
        return firstChat(eq("openKey", ChatCodec.openKey(command)))
                .thenCompose(known -> known.map(MongoChatRepository::existing)
                        .orElseGet(() -> CompletableFuture.failedStage(failure)));
    }

    private static CompletionStage<Opened> existing(Chat chat) {
        return CompletableFuture.completedStage(new Opened(chat, false));
    }

    private CompletionStage<Optional<Chat>> firstChat(Bson wanted) {
        return chats.one(c -> c.find(wanted).first()).thenApply(found -> found.flatMap(ChatCodec::fromStored));
    }

    private static Bson takesPart(UserId user) {
        return or(eq("client", IdCodec.of(user)), eq("provider", IdCodec.of(user)));
    }

    /** Deliberate: four flat branches, each of which one index answers already sorted. */
    private static Bson behind(UserId user, ChatCursor after) {
        Object id = IdCodec.of(user);
        Date time = DocumentReader.date(after.updatedAt());
        Object chat = IdCodec.of(after.id());
        return or(
                and(eq("client", id), lt("updatedAt", time)),
                and(eq("client", id), eq("updatedAt", time), lt("_id", chat)),
                and(eq("provider", id), lt("updatedAt", time)),
                and(eq("provider", id), eq("updatedAt", time), lt("_id", chat)));
    }

    private static Page<Chat> page(List<Document> found, int limit) {
        List<Chat> items = found.stream()
                .limit(limit)
                .flatMap(document -> ChatCodec.fromStored(document).stream())
                .toList();
        return new Page<>(
                items,
                found.size() > limit
                        ? Optional.of(ChatCursor.behind(found.get(limit - 1)).text())
                        : Optional.empty());
    }

    private static Set<UserId> others(List<Document> found, UserId user) {
        Set<UserId> others = new LinkedHashSet<>();
        for (Document chat : found) {
            IdCodec.user(chat.get("client")).ifPresent(others::add);
            IdCodec.user(chat.get("provider")).ifPresent(others::add);
        }
        others.remove(user);
        return others;
    }
}
