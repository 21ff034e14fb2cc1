package dev.parley.core.mongo;

import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;

/** How many documents a query matches, by the values of fields, with one command. */
final class GroupedCounts {
    private static final String COUNT = "n";

    private GroupedCounts() {}

    /**
     * Without the groups that have nothing.
     *
     * @param by {@code "$field"}, or a document of those
     */
    static CompletionStage<Map<Object, Long>> of(AsyncCollection collection, Bson wanted, Object by) {
        return collection
                .all(c -> c.aggregate(
                        List.of(Aggregates.match(wanted), Aggregates.group(by, Accumulators.sum(COUNT, 1)))))
                .thenApply(GroupedCounts::byGroup);
    }

    private static Map<Object, Long> byGroup(List<Document> groups) {
        Map<Object, Long> counted = new HashMap<>();
        groups.forEach(group -> counted.put(
                group.get("_id"), DocumentReader.number(group, COUNT).orElse(0L)));
        return counted;
    }
}
