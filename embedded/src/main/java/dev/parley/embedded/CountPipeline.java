package dev.parley.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An aggregation that counts what a query matches, in all or by the values of fields; drivers send one for {@code countDocuments}.
 * For an aggregation the server would read the whole collection; for a query it uses the indexes.
 *
 * @param by what to count by: a constant, {@code "$field"}, or a document of those
 * @param counter the name of the result's field
 */
record CountPipeline(String collection, Document filter, Object by, String counter) {

    /** Empty when the command is another aggregation. */
    static Optional<CountPipeline> of(Document command) {
        return command.get("pipeline") instanceof List<?> stages
                        && stages.size() == 2
                        && ((Document) stages.get(0)).get("$match") instanceof Document filter
                        && ((Document) stages.get(1)).get("$group") instanceof Document group
                ? counter(group)
                        .map(name ->
                                new CountPipeline((String) command.get("aggregate"), filter, group.get("_id"), name))
                : Optional.empty();
    }

    private static Optional<String> counter(Document group) {
        return group.containsKey("_id") && group.size() == 2 && isConstantOrFields(group.get("_id"))
                ? group.keySet().stream()
                        .filter(name -> !name.equals("_id"))
                        .filter(name -> new Document("$sum", 1).equals(group.get(name)))
                        .findFirst()
                : Optional.empty();
    }

    private static boolean isConstantOrFields(Object by) {
        return by instanceof Number
                || isField(by)
                || by instanceof Document fields && fields.values().stream().allMatch(CountPipeline::isField);
    }

    private static boolean isField(Object expression) {
        return expression instanceof String text && text.matches("\\$[A-Za-z_]+");
    }

    /** The query whose matches are counted, all in its first batch. */
    Document asFind() {
        return new Document("find", collection).append("filter", filter).append("batchSize", Integer.MAX_VALUE);
    }

    /** The aggregation's answer, from that of {@link #asFind}. */
    Document answer(String database, Document found) {
        Map<Object, Integer> counts = new LinkedHashMap<>();
        Document cursor = (Document) found.get("cursor");
        ((Collection<?>) cursor.get("firstBatch"))
                .forEach(match -> counts.merge(groupOf((Document) match), 1, Integer::sum));
        List<Document> groups = counts.entrySet().stream()
                .map(group -> new Document("_id", group.getKey()).append(counter, group.getValue()))
                .toList();
        Document answer = new Document("firstBatch", groups).append("id", 0L).append("ns", database + "." + collection);
        return new Document("cursor", answer).append("ok", 1.0);
    }

    private Object groupOf(Document match) {
        if (by instanceof Document fields) {
            Document group = new Document();
            fields.forEach((name, field) -> {
                if (match.containsKey(path(field))) {
                    group.put(name, match.get(path(field)));
                }
            });
            return group;
        }
        return by instanceof String field ? match.get(path(field)) : by;
    }

    private static String path(Object field) {
        return ((String) field).substring(1);
    }
}
