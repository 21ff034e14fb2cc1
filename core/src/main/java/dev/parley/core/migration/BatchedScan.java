package dev.parley.core.migration;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Passes over a collection in the order of its ids and updates the documents that lack something, in bounded batches. */
final class BatchedScan {
    private static final int BATCH = 1_000;

    private final MongoCollection<Document> collection;

    BatchedScan(MongoCollection<Document> collection) {
        this.collection = collection;
    }

    /**
     * Returns how many documents were updated.
     *
     * @param lacking the documents concerned; an update holds only while the document is one of them
     * @param update of one of them; empty to leave it alone
     */
    long update(Bson lacking, Function<Document, Optional<Bson>> update) {
        long updated = 0;
        List<UpdateOneModel<Document>> batch = new ArrayList<>();
        for (Document document : collection.find(lacking).sort(ascending("_id")).batchSize(BATCH)) {
            update.apply(document)
                    .ifPresent(change ->
                            batch.add(new UpdateOneModel<>(and(eq("_id", document.get("_id")), lacking), change)));
            updated += batch.size() < BATCH ? 0 : write(batch);
        }
        return updated + write(batch);
    }

    private long write(List<UpdateOneModel<Document>> batch) {
        if (batch.isEmpty()) {
            return 0;
        }
        long matched = collection
                .bulkWrite(batch, new BulkWriteOptions().ordered(false))
                .getMatchedCount();
        batch.clear();
        return matched;
    }
}
