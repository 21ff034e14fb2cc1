package dev.parley.embedded;

import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The documents of a collection in the order of an index's fields, in memory. Guarded by its collection. */
final class OrderedIndex {
    private final Index<Object> definition;
    private final List<String> fields;
    private final NavigableSet<IndexKeyOrder.Place> entries = new TreeSet<>(new IndexKeyOrder());
    /** A document under several entries, because a field of it is an array. */
    private boolean hasArrays;

    OrderedIndex(Index<Object> definition) {
        this.definition = definition;
        this.fields = definition.getKeys().stream().map(IndexKey::getKey).toList();
    }

    String name() {
        return definition.getName();
    }

    void add(Document document, Object position) {
        var keys = definition.getKeyValues(document);
        hasArrays |= keys.size() > 1;
        keys.forEach(key -> entries.add(entry(key, position)));
    }

    void remove(Document document, Object position) {
        definition.getKeyValues(document).forEach(key -> entries.remove(entry(key, position)));
    }

    private static IndexKeyOrder.Place entry(KeyValue key, Object position) {
        List<Object> values = new ArrayList<>();
        key.iterator().forEachRemaining(values::add);
        return new IndexKeyOrder.Place(values, 0, position);
    }

    /** How many fields, from the first, the query narrows; 0 when this index is of no use to it. */
    int usefulness(QueryBounds query) {
        int narrowed = 0;
        while (narrowed < fields.size() && query.points(fields.get(narrowed)) != null) {
            narrowed++;
        }
        boolean hasRange =
                narrowed < fields.size() && !query.range(fields.get(narrowed)).isEmpty();
        return narrowed == 0 ? 0 : 2 * narrowed + (hasRange ? 1 : 0);
    }

    /** Where the documents are that the query may mean, and perhaps others. Only for a query that this index is useful to. */
    List<NavigableSet<IndexKeyOrder.Place>> scan(QueryBounds query) {
        List<List<Object>> prefixes = List.of(List.of());
        int narrowed = 0;
        while (narrowed < fields.size() && query.points(fields.get(narrowed)) != null) {
            prefixes = extended(prefixes, query.points(fields.get(narrowed++)));
        }
        Document range = narrowed < fields.size() ? query.range(fields.get(narrowed)) : new Document();
        return prefixes.stream().map(prefix -> between(prefix, range)).toList();
    }

    /** Whether one scan gives its documents in the order that is asked for, or exactly the other way round. */
    boolean sorts(QueryBounds query, String field) {
        int narrowed = 0;
        while (narrowed < fields.size() && query.points(fields.get(narrowed)) != null) {
            if (query.points(fields.get(narrowed++)).size() != 1) {
                return false;
            }
        }
        return !hasArrays && narrowed < fields.size() && fields.get(narrowed).equals(field);
    }

    private static List<List<Object>> extended(List<List<Object>> prefixes, List<Object> points) {
        List<List<Object>> longer = new ArrayList<>();
        for (List<Object> prefix : prefixes) {
            points.forEach(point -> longer.add(with(prefix, point)));
        }
        return longer;
    }

    private static List<Object> with(List<Object> prefix, Object value) {
        List<Object> longer = new ArrayList<>(prefix);
        longer.add(value);
        return longer;
    }

    private NavigableSet<IndexKeyOrder.Place> between(List<Object> prefix, Document range) {
        var from = IndexKeyOrder.Place.before(prefix);
        var to = IndexKeyOrder.Place.after(prefix);
        if (range.containsKey("$gte")) {
            from = IndexKeyOrder.Place.before(with(prefix, range.get("$gte")));
        } else if (range.containsKey("$gt")) {
            from = IndexKeyOrder.Place.after(with(prefix, range.get("$gt")));
        }
        if (range.containsKey("$lte")) {
            to = IndexKeyOrder.Place.after(with(prefix, range.get("$lte")));
        } else if (range.containsKey("$lt")) {
            to = IndexKeyOrder.Place.before(with(prefix, range.get("$lt")));
        }
        boolean isEmpty = entries.comparator().compare(from, to) >= 0;
        return isEmpty ? new TreeSet<>(entries.comparator()) : entries.subSet(from, false, to, false);
    }
}
