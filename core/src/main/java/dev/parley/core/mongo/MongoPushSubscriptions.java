package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.result.UpdateResult;
import dev.parley.core.id.PushSubscriptionId;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.PushSubscription;
import dev.parley.core.reminder.PushSubscriptions;
import dev.parley.core.text.Sha256;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Push subscriptions in {@code webPushSubscriptions}. The {@code _id} is a hash of the endpoint, so that it belongs to one user. */
final class MongoPushSubscriptions implements PushSubscriptions {
    static final String COLLECTION = "webPushSubscriptions";
    /** Removed at once; the next store removes further ones. */
    private static final int MAX_SURPLUS = 100;

    private final AsyncCollection subscriptions;
    private final IndexCreator indexes;

    MongoPushSubscriptions(AsyncCollection subscriptions, IndexCreator indexes) {
        this.subscriptions = subscriptions;
        this.indexes = indexes;
    }

    @Override
    public CompletionStage<Void> start() {
        return indexes.create(
                COLLECTION,
                new IndexModel(Indexes.compoundIndex(Indexes.ascending("user"), Indexes.descending("storedAt"))));
    }

    @Override
    public CompletionStage<Void> store(UserId user, PushSubscription subscription) {
        Object endpoint = hash(subscription.endpoint());
        Document document = toStored(endpoint, user, subscription);
        Bson earlier = and(
                ownedBy(user),
                eq("id", subscription.id().value()),
                ne("_id", endpoint),
                lt("storedAt", DocumentReader.date(subscription.storedAt())));
        return replace(document, true)
                .exceptionallyCompose(failure -> MongoFailures.isDuplicateKey(failure)
                        ? replace(document, false)
                        : CompletableFuture.failedStage(failure))
                .thenCompose(stored -> delete(earlier))
                .thenCompose(deleted -> deleteSurplus(user));
    }

    @Override
    public CompletionStage<Void> remove(UserId user, PushSubscriptionId id) {
        return delete(and(ownedBy(user), eq("id", id.value())));
    }

    @Override
    public CompletionStage<List<PushSubscription>> of(UserId user) {
        return subscriptions
                .all(c -> c.find(ownedBy(user)).sort(descending("storedAt")).limit(MAX_PER_USER))
                .thenApply(found ->
                        found.stream().map(MongoPushSubscriptions::fromStored).toList());
    }

    @Override
    public CompletionStage<Void> removeExpired(PushSubscription subscription) {
        return delete(and(
                eq("_id", hash(subscription.endpoint())),
                eq("storedAt", DocumentReader.date(subscription.storedAt()))));
    }

    /** Two upserts of one id may both insert; the second one finds the document there. */
    private CompletionStage<UpdateResult> replace(Document document, boolean upsert) {
        return subscriptions.run(
                c -> c.replaceOne(eq("_id", document.get("_id")), document, new ReplaceOptions().upsert(upsert)));
    }

    private CompletionStage<Void> delete(Bson which) {
        return subscriptions.run(c -> c.deleteMany(which)).thenAccept(done -> {});
    }

    private CompletionStage<Void> deleteSurplus(UserId user) {
        return subscriptions
                .all(c -> c.find(ownedBy(user))
                        .sort(descending("storedAt"))
                        .skip(MAX_PER_USER)
                        .limit(MAX_SURPLUS)
                        .projection(include("_id")))
                .thenCompose(surplus -> surplus.isEmpty()
                        ? CompletableFuture.completedStage(null)
                        : delete(and(
                                ownedBy(user),
                                in(
                                        "_id",
                                        surplus.stream()
                                                .map(each -> each.get("_id"))
                                                .toList()))));
    }

    private static Bson ownedBy(UserId user) {
        return eq("user", IdCodec.of(user));
    }

    private static Document toStored(Object endpoint, UserId user, PushSubscription subscription) {
        return new Document("_id", endpoint)
                .append("user", IdCodec.of(user))
                .append("id", subscription.id().value())
                .append("endpoint", subscription.endpoint())
                .append("p256dh", subscription.p256dh())
                .append("auth", subscription.auth())
                .append("storedAt", DocumentReader.date(subscription.storedAt()));
    }

    private static PushSubscription fromStored(Document document) {
        return new PushSubscription(
                new PushSubscriptionId(document.getString("id")),
                document.getString("endpoint"),
                document.getString("p256dh"),
                document.getString("auth"),
                DocumentReader.time(document, "storedAt").orElse(Instant.EPOCH));
    }

    private static String hash(String endpoint) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(endpoint));
    }
}
