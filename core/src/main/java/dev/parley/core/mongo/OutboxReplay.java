package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.addToSet;

import com.mongodb.client.model.UpdateManyModel;
import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.Shards;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Marks stored documents as pending again, page by page in the order of their ids. */
final class OutboxReplay {
    private static final int PAGE = 1_000;

    private final AsyncCollection collection;
    private final OutboxSource source;
    private final EventType type;
    private final String endpoint;

    OutboxReplay(AsyncCollection collection, OutboxSource source, String endpoint) {
        this.collection = collection;
        this.source = source;
        this.type = source.created().orElseThrow();
        this.endpoint = endpoint;
    }

    /** Completes with the number of documents. Deliberate: by the time in their ids, for which there is an index. */
    CompletionStage<Long> since(Instant since) {
        return behind(new ObjectId((int) since.getEpochSecond(), 0), 0);
    }

    private CompletionStage<Long> behind(ObjectId last, long marked) {
        return collection
                .all(c -> c.find(gt("_id", last))
                        .sort(ascending("_id"))
                        .projection(include(source.key()))
                        .limit(PAGE))
                .thenCompose(page -> page.isEmpty()
                        ? CompletableFuture.completedStage(marked)
                        : mark(page).thenCompose(done -> behind(lastId(page), marked + page.size())));
    }

    private CompletionStage<Void> mark(List<Document> page) {
        Map<Integer, List<Object>> byShard = page.stream()
                .collect(Collectors.groupingBy(
                        document -> Shards.of(OutboxReader.idOf(document, source.key())),
                        Collectors.mapping(document -> document.get("_id"), Collectors.toList())));
        List<UpdateManyModel<Document>> writes = byShard.entrySet().stream()
                .map(each -> new UpdateManyModel<Document>(
                        in("_id", each.getValue()),
                        addToSet(OutboxMarks.FIELD, OutboxMarks.mark(endpoint, type, each.getKey()))))
                .toList();
        return collection.run(c -> c.bulkWrite(writes)).thenAccept(done -> {});
    }

    private static ObjectId lastId(List<Document> page) {
        return page.get(page.size() - 1).getObjectId("_id");
    }
}
