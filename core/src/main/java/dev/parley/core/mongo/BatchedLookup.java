package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.in;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;

/** Finds documents by {@code _id}; lookups that arrive at the same time share one query. Any thread. */
final class BatchedLookup<T> {
    private static final int IN_FLIGHT = 2;

    private final AsyncCollection collection;
    private final Bson projection;
    private final Function<Document, Optional<T>> fromStored;
    private final BatchedCommand<Object, Optional<Document>> lookups;

    /** @param projection null for whole documents */
    BatchedLookup(AsyncCollection collection, Bson projection, Function<Document, Optional<T>> fromStored) {
        this.collection = collection;
        this.projection = projection;
        this.fromStored = fromStored;
        this.lookups = new BatchedCommand<>(IN_FLIGHT, BatchedCommand.MAX_BATCH, this::findAll);
    }

    /**
     * Deliberate: each caller decodes its own document, so that an unreadable document fails no other caller.
     *
     * @param id as it is stored
     */
    CompletionStage<Optional<T>> find(Object id) {
        return lookups.ask(id).thenApply(found -> found.flatMap(fromStored));
    }

    /** With one query, for a caller that has a batch of its own. Answers in the order of the ids. */
    CompletionStage<List<Optional<Document>>> findAll(List<Object> ids) {
        List<Object> wanted = ids.stream().distinct().toList();
        return collection
                .all(c -> c.find(in("_id", wanted)).projection(projection))
                .thenApply(found -> inOrderOf(ids, found));
    }

    private static List<Optional<Document>> inOrderOf(List<Object> ids, List<Document> found) {
        Map<Object, Document> byId = new HashMap<>();
        found.forEach(document -> byId.put(document.get("_id"), document));
        return ids.stream().map(id -> Optional.ofNullable(byId.get(id))).toList();
    }
}
