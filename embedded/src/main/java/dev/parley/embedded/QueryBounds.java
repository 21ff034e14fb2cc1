package dev.parley.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a query demands of single fields, as far as an index can use it: values that a field must equal, and limits of a range.
 * Everything else in the query only makes the result smaller, and is left to the matcher.
 */
final class QueryBounds {
    private final Map<String, List<Object>> points = new LinkedHashMap<>();
    private final Map<String, Document> ranges = new LinkedHashMap<>();
    private final List<List<Document>> alternatives = new ArrayList<>();

    private QueryBounds() {}

    static QueryBounds of(Document query) {
        var bounds = new QueryBounds();
        bounds.read(query);
        return bounds;
    }

    /** Values of which the field must equal one; null when the query has no such condition. */
    List<Object> points(String field) {
        return points.get(field);
    }

    /** Some of {@code $gt}, {@code $gte}, {@code $lt}, {@code $lte}; empty without. */
    Document range(String field) {
        return ranges.getOrDefault(field, new Document());
    }

    /** For each {@code $or}: one of these queries must hold too. */
    List<List<Document>> alternatives() {
        return alternatives;
    }

    private void read(Document query) {
        query.forEach((field, condition) -> {
            if (field.equals("$and")) {
                documents(condition).forEach(this::read);
            } else if (field.equals("$or")) {
                alternatives.add(documents(condition));
            } else if (!field.startsWith("$")) {
                read(field, condition);
            }
        });
    }

    private void read(String field, Object condition) {
        if (isIndexed(condition)) {
            points.putIfAbsent(field, List.of(condition));
        } else if (condition instanceof Document operators) {
            operators.forEach((operator, value) -> read(field, operator, value));
        }
    }

    private void read(String field, String operator, Object value) {
        switch (operator) {
            case "$eq" -> read(field, value instanceof Document ? null : value);
            case "$in" -> {
                if (value instanceof Collection<?> some && some.stream().allMatch(QueryBounds::isIndexed)) {
                    points.putIfAbsent(field, List.copyOf(some));
                }
            }
            case "$gt", "$gte", "$lt", "$lte" -> {
                if (isIndexed(value)) {
                    ranges.computeIfAbsent(field, first -> new Document()).putIfAbsent(operator, value);
                }
            }
            default -> {
                // Left to the matcher.
            }
        }
    }

    /** Values that are equal only to themselves; null is equal to a missing field too, a document may be an operator. */
    private static boolean isIndexed(Object value) {
        return value instanceof String
                || value instanceof ObjectId
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Instant;
    }

    private static List<Document> documents(Object condition) {
        return ((Collection<?>) condition).stream().map(Document.class::cast).toList();
    }
}
