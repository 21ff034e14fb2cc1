package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import dev.parley.core.id.IdGenerator;
import dev.parley.core.notification.NotificationRepository.Undelivered;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Hands each undelivered notification to one caller, who claims it by marking it. Only one claim changes a document, and each claim
 * reads back what it changed. A claim whose caller got no answer is undone, as soon as MongoDB shows it.
 */
final class NotificationDelivery {
    private final AsyncCollection notifications;
    private final IdGenerator claims;
    private final OutcomeWatch outcomes;

    NotificationDelivery(AsyncCollection notifications, IdGenerator claims, OutcomeWatch outcomes) {
        this.notifications = notifications;
        this.claims = claims;
        this.outcomes = outcomes;
    }

    /** @param released is run when a claim was undone */
    CompletionStage<Undelivered> deliver(Bson ofUser, int limit, Instant now, Runnable released) {
        return notifications
                .all(c -> c.find(and(ofUser, DocumentReader.isNot("delivered")))
                        .sort(ascending("_id"))
                        .projection(include("_id"))
                        .limit(limit + 1))
                .thenCompose(found -> found.isEmpty()
                        ? CompletableFuture.completedStage(new Undelivered(List.of(), false))
                        : claim(found, limit, now, released));
    }

    private CompletionStage<Undelivered> claim(List<Document> found, int limit, Instant now, Runnable released) {
        String claim = claims.next();
        List<Object> ids =
                found.stream().limit(limit).map(document -> document.get("_id")).toList();
        Bson mine = and(in("_id", ids), eq("deliveryClaim", claim));
        Bson change = notifications.update(
                set("delivered", true), set("deliveredAt", DocumentReader.date(now)), set("deliveryClaim", claim));
        CompletionStage<List<Document>> taken = notifications
                .run(c -> c.updateMany(and(in("_id", ids), DocumentReader.isNot("delivered")), change))
                .thenCompose(done -> notifications.all(c -> c.find(mine).sort(ascending("_id"))));
        return taken.whenComplete((documents, failure) -> {
                    if (failure != null) {
                        outcomes.watch(() -> release(mine, released));
                    }
                })
                .thenApply(documents -> new Undelivered(
                        documents.stream().map(NotificationCodec::fromStored).toList(), found.size() > limit));
    }

    /** Deliberate: what the user has read meanwhile stays delivered. */
    private CompletionStage<Boolean> release(Bson mine, Runnable released) {
        Bson change = notifications.update(set("delivered", false), unset("deliveredAt"), unset("deliveryClaim"));
        return notifications
                .run(c -> c.updateMany(and(mine, DocumentReader.isNot("isRead")), change))
                .thenApply(done -> {
                    if (done.getModifiedCount() > 0) {
                        released.run();
                    }
                    return done.getModifiedCount() > 0;
                });
    }
}
