package dev.parley.embedded;

import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import dev.parley.embedded.IndexKeyOrder.Place;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.MVMap;

/**
 * The documents of a collection in the order of an index's fields. Kept in the store, so that neither memory nor the time of a
 * start grows with the collection. Guarded by its collection.
 */
final class OrderedIndex {
    private static final String HAS_ARRAYS = "hasArrays.";

    private final Index<Object> definition;
    private final List<String> fields;
    private final MVMap<Place, Boolean> entries;
    private final MVMap<String, Object> meta;

    /**
     * @param entries of this index
     * @param meta of the collection; holds whether a field of a document was an array, which puts it under several entries
     */
    OrderedIndex(Index<Object> definition, MVMap<Place, Boolean> entries, MVMap<String, Object> meta) {
        this.definition = definition;
        this.fields = definition.getKeys().stream().map(IndexKey::getKey).toList();
        this.entries = entries;
        this.meta = meta;
    }

    String name() {
        return definition.getName();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    void clear() {
        entries.clear();
        meta.remove(HAS_ARRAYS + name());
    }

    MVMap<Place, Boolean> entries() {
        return entries;
    }

    void add(Document document, Object position) {
        var keys = definition.getKeyValues(document);
        if (keys.size() > 1 && !hasArrays()) {
            meta.put(HAS_ARRAYS + name(), true);
        }
        keys.forEach(key -> entries.put(entry(key, position), true));
    }

    void remove(Document document, Object position) {
        definition.getKeyValues(document).forEach(key -> entries.remove(entry(key, position)));
    }

    private boolean hasArrays() {
        return meta.containsKey(HAS_ARRAYS + name());
    }

    private static Place entry(KeyValue key, Object position) {
        List<Object> values = new ArrayList<>();
        key.iterator().forEachRemaining(values::add);
        return new Place(values, 0, position);
    }

    /** Grows with the number of leading fields that the query restricts; 0 when the index cannot answer the query. */
    int usefulness(QueryBounds query) {
        int narrowed = 0;
        while (narrowed < fields.size() && query.points(fields.get(narrowed)) != null) {
            narrowed++;
        }
        boolean hasRange =
                narrowed < fields.size() && !query.range(fields.get(narrowed)).isEmpty();
        return narrowed == 0 ? 0 : 2 * narrowed + (hasRange ? 1 : 0);
    }

    /**
     * The positions of the documents that the query may match, and perhaps of others. Only for a query that this index is useful
     * to. A position of a document with an array may come twice.
     */
    Iterable<Object> scan(QueryBounds query, boolean isDescending) {
        List<List<Object>> prefixes = List.of(List.of());
        int narrowed = 0;
        while (narrowed < fields.size() && query.points(fields.get(narrowed)) != null) {
            prefixes = extended(prefixes, query.points(fields.get(narrowed++)));
        }
        Document range = narrowed < fields.size() ? query.range(fields.get(narrowed)) : new Document();
        List<IndexRange> ranges =
                prefixes.stream().map(prefix -> IndexRange.of(prefix, range)).toList();
        return () -> ranges.stream()
                .flatMap(each -> each.positions(entries, isDescending))
                .iterator();
    }

    /** Whether a scan yields the documents in the order of {@code field}, ascending or descending. */
    boolean sorts(QueryBounds query, String field) {
        int narrowed = 0;
        while (narrowed < fields.size() && query.points(fields.get(narrowed)) != null) {
            if (query.points(fields.get(narrowed++)).size() != 1) {
                return false;
            }
        }
        return !hasArrays() && narrowed < fields.size() && fields.get(narrowed).equals(field);
    }

    private static List<List<Object>> extended(List<List<Object>> prefixes, List<Object> points) {
        List<List<Object>> longer = new ArrayList<>();
        for (List<Object> prefix : prefixes) {
            points.forEach(point -> longer.add(IndexRange.with(prefix, point)));
        }
        return longer;
    }
}
