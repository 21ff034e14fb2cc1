package dev.parley.core.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import dev.parley.core.error.IndexException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.BsonDocument;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the indexes that are missing. */
final class IndexCreator {
    private static final Logger LOG = LoggerFactory.getLogger(IndexCreator.class);

    private final MongoDatabase database;
    private final MongoThreads threads;

    IndexCreator(MongoDatabase database, MongoThreads threads) {
        this.database = database;
        this.threads = threads;
    }

    /**
     * Fails with {@link IndexException} when an index cannot be created, and with {@code StorageException} while MongoDB is
     * unavailable.
     */
    CompletionStage<Void> createAll() {
        CompletionStage<Void> created = CompletableFuture.completedStage(null);
        for (String collection : MongoIndexes.BY_COLLECTION.keySet()) {
            created = created.thenCompose(before -> create(collection));
        }
        return created;
    }

    /** The same for one index that is not always needed. */
    CompletionStage<Void> create(String name, IndexModel index) {
        return new AsyncCollection(database.getCollection(name), threads)
                .run(c -> c.createIndexes(List.of(index)))
                .<Void>thenApply(names -> null)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(explained(name, failure)));
    }

    private CompletionStage<Void> create(String name) {
        AsyncCollection collection = new AsyncCollection(database.getCollection(name), threads);
        return collection
                .all(MongoCollection::listIndexes)
                .thenApply(existing -> missing(name, existing))
                .thenCompose(missing -> collection.run(c -> c.createIndexes(missing)))
                .<Void>thenApply(names -> null)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(explained(name, failure)));
    }

    /** For an index that only makes queries fast any index of the same fields will do, whatever its options. */
    static List<IndexModel> missing(String collection, List<Document> existing) {
        existing.forEach(index -> warnOfEarlierVersion(collection, index));
        return MongoIndexes.BY_COLLECTION.get(collection).stream()
                .filter(wanted -> isGuarantee(wanted) || existing.stream().noneMatch(index -> hasKeys(index, wanted)))
                .toList();
    }

    private static boolean isGuarantee(IndexModel index) {
        return index.getOptions().isUnique()
                || index.getOptions().getExpireAfter(java.util.concurrent.TimeUnit.SECONDS) != null;
    }

    static boolean hasKeys(Document index, IndexModel wanted) {
        BsonDocument keys = wanted.getKeys().toBsonDocument();
        return index.get("key", new Document()).toBsonDocument().toJson().equals(keys.toJson());
    }

    /** Those also cover the documents of other applications: their inserts fail, or their documents are deleted. */
    private static void warnOfEarlierVersion(String collection, Document index) {
        String name = index.getString("name");
        boolean covers =
                (collection.equals("messages") && name.equals("chatId_1_seq_1") && index.getBoolean("unique", false))
                        || (collection.equals("notifications")
                                && name.equals("expiresAt_1")
                                && index.containsKey("expireAfterSeconds"));
        if (covers) {
            LOG.warn(
                    "index {} of collection {} is of an earlier version and affects documents of other applications;"
                            + " drop it: db.{}.dropIndex(\"{}\")",
                    name,
                    collection,
                    collection,
                    name);
        }
    }

    private static Throwable explained(String collection, Throwable failure) {
        String reason = String.valueOf(MongoFailures.cause(failure).getMessage())
                .lines()
                .findFirst()
                .orElse("");
        if (MongoFailures.isIndexConflict(failure)) {
            return new IndexException(
                    "collection " + collection
                            + " has an index that Parley needs with other options; drop it and Parley"
                            + " creates its own",
                    reason,
                    failure);
        }
        if (MongoFailures.isDuplicateKey(failure)) {
            return new IndexException(
                    "collection " + collection + " holds duplicates of a unique field; remove all but one of them",
                    reason,
                    failure);
        }
        return failure;
    }
}
