package dev.parley.core.mongo;

import static com.mongodb.client.model.Indexes.ascending;
import static com.mongodb.client.model.Indexes.compoundIndex;
import static com.mongodb.client.model.Indexes.descending;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.reactivestreams.client.MongoDatabase;
import dev.parley.core.error.StorageException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.bson.conversions.Bson;

/** Every index, with the query that needs it. Creating what is there already does nothing. */
final class MongoIndexes {
    /** The name that MongoDB gives the unique index of {@code (chatId, seq)}. */
    static final String MESSAGE_NUMBER = "chatId_1_seq_1";

    static final Map<String, List<IndexModel>> BY_COLLECTION = new TreeMap<>(
            Map.of("messages", messages(), "chats", chats(), "users", users(), "notifications", notifications()));

    private MongoIndexes() {}

    /** Fails with a {@link StorageException} that says which collection, and what to do about it. */
    static CompletionStage<Void> createAll(MongoDatabase database) {
        CompletionStage<Void> created = CompletableFuture.completedStage(null);
        for (String collection : BY_COLLECTION.keySet()) {
            created = created.thenCompose(before -> create(database, collection));
        }
        return created;
    }

    private static CompletionStage<Void> create(MongoDatabase database, String collection) {
        return Publishers.all(database.getCollection(collection).createIndexes(BY_COLLECTION.get(collection)))
                .<Void>thenApply(names -> null)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(explained(collection, failure)));
    }

    private static Throwable explained(String collection, Throwable failure) {
        if (MongoFailures.isIndexConflict(failure)) {
            return new StorageException(
                    "collection '" + collection + "' has an index that Parley needs with other options;"
                            + " drop that one, and Parley creates its own: " + failure.getMessage(),
                    failure);
        }
        if (MongoFailures.isDuplicateKey(failure)) {
            return new StorageException(
                    "collection '" + collection + "' holds duplicates that a unique index of Parley forbids: "
                            + failure.getMessage(),
                    failure);
        }
        return failure;
    }

    private static List<IndexModel> messages() {
        return List.of(
                // takes a message's number; history after and before a number; the last number
                unique(ascending("chatId", "seq")),
                // one message per (sender, chatId, clientMessageId): see MessageCodec.attempt
                sparseUnique(ascending("attempt")),
                // unread counts and receipts; `delivered` is filtered in the index
                new IndexModel(ascending("chatId", "receiver", "isRead", "seq", "delivered")));
    }

    private static List<IndexModel> chats() {
        return List.of(
                // one chat per (client, provider, context): see ChatCodec.openKey
                sparseUnique(ascending("openKey")),
                // a person's chats, on either side, newest first
                new IndexModel(compoundIndex(ascending("client"), descending("updatedAt", "_id"))),
                new IndexModel(compoundIndex(ascending("provider"), descending("updatedAt", "_id"))),
                // conversations that a person began lately
                new IndexModel(ascending("startedBy", "startedAt"), new IndexOptions().sparse(true)));
    }

    private static List<IndexModel> users() {
        return List.of(
                // who has blocked someone
                new IndexModel(ascending("blocked")),
                // who is recorded as online, in order
                new IndexModel(ascending("isOnline", "_id")));
    }

    private static List<IndexModel> notifications() {
        return List.of(
                // a person's notifications, newest first
                new IndexModel(compoundIndex(ascending("userId"), descending("_id"))),
                // the unread ones, and their number
                new IndexModel(compoundIndex(ascending("userId", "isRead"), descending("_id"))),
                // the undelivered ones, oldest first
                new IndexModel(ascending("userId", "delivered", "_id")),
                // MongoDB takes away what has expired
                new IndexModel(ascending("expiresAt"), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS)));
    }

    private static IndexModel unique(Bson keys) {
        return new IndexModel(keys, new IndexOptions().unique(true));
    }

    private static IndexModel sparseUnique(Bson keys) {
        return new IndexModel(keys, new IndexOptions().unique(true).sparse(true));
    }
}
