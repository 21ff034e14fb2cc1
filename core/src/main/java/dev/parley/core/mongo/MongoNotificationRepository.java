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
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.parley.core.chat.Page;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.Notification;
import dev.parley.core.notification.NotificationRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Notifications in {@code notifications}, in the order of their ids. A TTL index deletes expired ones with some delay. */
final class MongoNotificationRepository implements NotificationRepository {
    private static final int COUNTS_IN_FLIGHT = 2;
    private static final int LARGEST_COUNT = 100;

    private record Asked(Object user, Instant now) {}

    private final MongoCollection<Document> notifications;
    private final IdGenerator claims;
    private final BatchedCommand<Asked, Long> counts =
            new BatchedCommand<>(COUNTS_IN_FLIGHT, LARGEST_COUNT, this::countAll);

    /** @param claims names each delivery, so that who marked a notification can tell that it was they */
    MongoNotificationRepository(MongoCollection<Document> notifications, IdGenerator claims) {
        this.notifications = notifications;
        this.claims = claims;
    }

    @Override
    public CompletionStage<Void> insertAll(List<Notification> posted) {
        List<Document> documents =
                posted.stream().map(NotificationCodec::toStored).toList();
        return Publishers.one(notifications.insertMany(documents, new InsertManyOptions().ordered(false)))
                .thenAccept(done -> {});
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
            return Publishers.all(notifications
                            .find(and(wanted))
                            .sort(descending("_id"))
                            .limit(limit + 1))
                    .thenApply(found -> page(found, limit));
        } catch (Rejection badCursor) {
            return CompletableFuture.failedStage(badCursor);
        }
    }

    /** Claims notifications by marking them. Only one claim changes a document, and each claim reads back what it changed. */
    @Override
    public CompletionStage<Undelivered> deliver(UserId user, int limit, Instant now) {
        Bson undelivered = and(of(user), DocumentReader.isNot("delivered"), isAliveAt(now));
        return Publishers.all(notifications
                        .find(undelivered)
                        .sort(ascending("_id"))
                        .projection(include("_id"))
                        .limit(limit + 1))
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedStage(new Undelivered(List.of(), false))
                        : claim(user, found, limit, now));
    }

    @Override
    public CompletionStage<Optional<Notification>> markRead(NotificationId id, UserId user, Instant at) {
        Bson unread = and(eq("_id", IdCodec.of(id)), of(user), DocumentReader.isNot("isRead"), isAliveAt(at));
        FindOneAndUpdateOptions after = new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER);
        return Publishers.first(notifications.findOneAndUpdate(unread, read(at), after))
                .thenCompose(changed -> changed.isPresent()
                        ? CompletableFuture.completedStage(changed)
                        : Publishers.first(notifications
                                .find(and(eq("_id", IdCodec.of(id)), of(user), isAliveAt(at)))
                                .first()))
                .thenApply(found -> found.map(NotificationCodec::fromStored));
    }

    @Override
    public CompletionStage<Long> markAllRead(UserId user, Instant at) {
        return Publishers.one(notifications.updateMany(
                        and(of(user), DocumentReader.isNot("isRead"), isAliveAt(at)), read(at)))
                .thenApply(done -> done.getModifiedCount());
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

    private CompletionStage<Undelivered> claim(UserId user, List<Document> found, int limit, Instant now) {
        String claim = claims.next();
        Bson chosen = and(
                in(
                        "_id",
                        found.stream()
                                .limit(limit)
                                .map(document -> document.get("_id"))
                                .toList()),
                of(user));
        Bson change = combine(
                set("delivered", true), set("deliveredAt", DocumentReader.date(now)), set("deliveryClaim", claim));
        return Publishers.one(notifications.updateMany(and(chosen, DocumentReader.isNot("delivered")), change))
                .thenCompose(done -> Publishers.all(notifications
                        .find(and(chosen, eq("deliveryClaim", claim)))
                        .sort(ascending("_id"))))
                .thenApply(mine -> new Undelivered(all(mine), found.size() > limit));
    }

    private static Bson read(Instant at) {
        return combine(set("isRead", true), set("readAt", DocumentReader.date(at)), set("delivered", true));
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
