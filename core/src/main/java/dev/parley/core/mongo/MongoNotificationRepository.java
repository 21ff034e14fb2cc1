package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ReadConcern;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import dev.parley.core.chat.Page;
import dev.parley.core.error.Rejection;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.Notification;
import dev.parley.core.notification.NotificationRepository;
import dev.parley.core.outbox.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Notifications in {@code notifications}, in the order of their ids. A TTL index deletes expired ones with some delay. A write whose
 * outcome was not known in time is asked for until it is.
 */
final class MongoNotificationRepository implements NotificationRepository {
    private static final int COUNTS_IN_FLIGHT = 2;

    /** One notification per user and key, by a sparse unique index. */
    private static final String ATTEMPT = "parleyAttempt";

    private record Asked(Object user, Instant now) {}

    private final AsyncCollection notifications;
    private final NotificationDelivery deliveries;
    private final OutboxMarks marks;
    private final OutcomeWatch outcomes = new OutcomeWatch();
    private final BatchedCommand<Asked, Long> counts =
            new BatchedCommand<>(COUNTS_IN_FLIGHT, BatchedCommand.MAX_BATCH, this::countAll);

    /** @param claims names each delivery, so that who marked a notification can tell that it was they */
    MongoNotificationRepository(AsyncCollection notifications, OutboxMarks marks, IdGenerator claims) {
        this.notifications = notifications;
        this.marks = marks;
        this.deliveries = new NotificationDelivery(notifications, claims, outcomes);
    }

    @Override
    public CompletionStage<List<Notification>> insertAll(
            List<Notification> posted, Optional<String> key, Consumer<Notification> stored) {
        List<Document> documents =
                posted.stream().map(each -> toStored(each, key)).toList();
        Map<Object, Notification> unknown = new ConcurrentHashMap<>();
        posted.forEach(each -> unknown.put(IdCodec.of(each.id()), each));
        CompletionStage<List<Notification>> write = notifications
                .run(c -> c.insertMany(documents, new InsertManyOptions().ordered(false)))
                .thenApply(done -> posted)
                .exceptionallyCompose(failure -> key.isPresent() && MongoFailures.isDuplicateKey(failure)
                        ? storedOf(posted, key.orElseThrow())
                        : CompletableFuture.failedStage(failure))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        done.stream()
                                .filter(each -> unknown.containsKey(IdCodec.of(each.id())))
                                .forEach(stored);
                    }
                });
        return outcomes.following(write, () -> reportStored(unknown, stored));
    }

    private Document toStored(Notification notification, Optional<String> key) {
        Document document = NotificationCodec.toStored(notification);
        key.ifPresent(same -> document.append(ATTEMPT, attempt(notification, same)));
        return marks.mark(
                document, EventType.NOTIFICATION_CREATED, notification.userId().value());
    }

    /** The notifications of a request of which some were there before. Deliberate: as the majority has them. */
    private CompletionStage<List<Notification>> storedOf(List<Notification> posted, String key) {
        List<String> attempts = posted.stream().map(each -> attempt(each, key)).toList();
        return notifications
                .all(c -> c.withReadConcern(ReadConcern.MAJORITY).find(in(ATTEMPT, attempts)))
                .thenApply(found -> {
                    Map<UserId, Notification> byUser =
                            all(found).stream().collect(Collectors.toMap(Notification::userId, Function.identity()));
                    if (byUser.size() < posted.size()) {
                        throw new StorageException("not all notifications of the request are on a majority yet", null);
                    }
                    return posted.stream()
                            .map(each ->
                                    byUser.get(each.userId()).id().equals(each.id()) ? each : byUser.get(each.userId()))
                            .toList();
                });
    }

    private static String attempt(Notification notification, String key) {
        return notification.userId().value() + "\n" + key;
    }

    @Override
    public CompletionStage<Page<Notification>> ofUser(
            UserId user, boolean unreadOnly, Optional<String> cursor, int limit, Instant now) {
        try {
            List<Bson> wanted = new ArrayList<>(List.of(of(user), isAliveAt(now)));
            cursor.map(OpaqueText::plain)
                    .map(NotificationId::new)
                    .ifPresent(last -> wanted.add(lt("_id", IdCodec.of(last))));
            if (unreadOnly) {
                wanted.add(DocumentReader.isNot("isRead"));
            }
            return notifications
                    .all(c -> c.find(and(wanted)).sort(descending("_id")).limit(limit + 1))
                    .thenApply(found -> page(found, limit));
        } catch (Rejection badCursor) {
            return CompletableFuture.failedStage(badCursor);
        }
    }

    @Override
    public CompletionStage<Undelivered> deliver(UserId user, int limit, Instant now, Runnable released) {
        return deliveries.deliver(and(of(user), isAliveAt(now)), limit, now, released);
    }

    @Override
    public CompletionStage<Optional<Notification>> markRead(NotificationId id, UserId user, Instant at, Runnable late) {
        Bson its = and(eq("_id", IdCodec.of(id)), of(user));
        FindOneAndUpdateOptions after = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        CompletionStage<Optional<Document>> write = notifications.one(
                c -> c.findOneAndUpdate(and(its, DocumentReader.isNot("isRead"), isAliveAt(at)), read(at), after));
        return outcomes.following(write, () -> reportRead(its, at, count -> late.run()))
                .thenCompose(changed -> changed.isPresent()
                        ? CompletableFuture.completedStage(changed)
                        : notifications.one(c -> c.find(and(its, isAliveAt(at))).first()))
                .thenApply(found -> found.map(NotificationCodec::fromStored));
    }

    @Override
    public CompletionStage<Long> markAllRead(UserId user, Instant at, LongConsumer late) {
        CompletionStage<Long> write = notifications
                .run(c -> c.updateMany(and(of(user), DocumentReader.isNot("isRead"), isAliveAt(at)), read(at)))
                .thenApply(done -> done.getModifiedCount());
        return outcomes.following(write, () -> reportRead(of(user), at, late));
    }

    @Override
    public CompletionStage<Long> countUnread(UserId user, Instant now) {
        return counts.ask(new Asked(IdCodec.of(user), now));
    }

    /** Who asked first learns what is alive when the last one asked. */
    private CompletionStage<List<Long>> countAll(List<Asked> asked) {
        Instant now = asked.get(asked.size() - 1).now();
        List<Object> users = asked.stream().map(Asked::user).distinct().toList();
        Bson unread = and(in("userId", users), DocumentReader.isNot("isRead"), isAliveAt(now));
        return GroupedCounts.of(notifications, unread, "$userId").thenApply(counted -> asked.stream()
                .map(one -> counted.getOrDefault(one.user(), 0L))
                .toList());
    }

    /** Reports those that are stored, each once. Completes with whether all are. */
    private CompletionStage<Boolean> reportStored(Map<Object, Notification> unknown, Consumer<Notification> stored) {
        return notifications
                .all(c -> c.withReadConcern(ReadConcern.MAJORITY)
                        .find(in("_id", unknown.keySet()))
                        .projection(include("_id"))
                        .sort(ascending("_id")))
                .thenApply(found -> {
                    found.forEach(document -> stored.accept(unknown.remove(document.get("_id"))));
                    return unknown.isEmpty();
                });
    }

    /** Reports how many the write of this time has changed, if it has. */
    private CompletionStage<Boolean> reportRead(Bson concerned, Instant at, LongConsumer late) {
        return notifications
                .run(c -> c.countDocuments(and(concerned, eq("readAt", DocumentReader.date(at)))))
                .thenApply(count -> {
                    if (count > 0) {
                        late.accept(count);
                    }
                    return count > 0;
                });
    }

    private Bson read(Instant at) {
        return notifications.update(
                set("isRead", true), set("readAt", DocumentReader.date(at)), set("delivered", true));
    }

    private static Bson of(UserId user) {
        return eq("userId", IdCodec.of(user));
    }

    private static Bson isAliveAt(Instant now) {
        return or(eq("expiresAt", null), gt("expiresAt", DocumentReader.date(now)));
    }

    private static List<Notification> all(List<Document> documents) {
        return documents.stream().map(NotificationCodec::fromStored).toList();
    }

    private static Page<Notification> page(List<Document> found, int limit) {
        List<Notification> items = all(found.stream().limit(limit).toList());
        return new Page<>(
                items,
                found.size() > limit
                        ? Optional.of(OpaqueText.of(items.get(limit - 1).id().value()))
                        : Optional.empty());
    }
}
