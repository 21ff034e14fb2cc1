package dev.parley.loadtests.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds documents by equality of the index's first field; the collection filters them by the rest of a query. Guarded
 * by the collection's own lock.
 */
final class EqualityIndex extends Index<Integer> {

    private final String field;
    /** First field's value to document id to position. */
    private final Map<Object, Map<Object, Integer>> positions = new HashMap<>();

    EqualityIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.field = keys.get(0).getKey();
    }

    @Override
    public boolean canHandle(Document query) {
        Object wanted = query.get(field);
        return wanted instanceof String || wanted instanceof ObjectId;
    }

    @Override
    public Iterable<Integer> getPositions(Document query) {
        return List.copyOf(positions.getOrDefault(query.get(field), Map.of()).values());
    }

    @Override
    public void add(Document document, Integer position, MongoCollection<Integer> collection) {
        valuesOf(document).forEach(value -> positions
                .computeIfAbsent(value, none -> new LinkedHashMap<>())
                .put(document.get("_id"), position));
    }

    @Override
    public Integer remove(Document document) {
        Integer position = null;
        for (Object value : valuesOf(document)) {
            Map<Object, Integer> documents = positions.getOrDefault(value, new HashMap<>());
            position = documents.remove(document.get("_id"));
            if (documents.isEmpty()) {
                positions.remove(value);
            }
        }
        return position;
    }

    @Override
    public void updateInPlace(Document before, Document after, Integer position, MongoCollection<Integer> collection) {
        if (!valuesOf(before).equals(valuesOf(after))) {
            remove(before);
            add(after, position, collection);
        }
    }

    /** An array is found by each of its elements; a document without the field is found under {@code null}. */
    private Collection<?> valuesOf(Document document) {
        Object value = document.get(field);
        return value instanceof Collection<?> many ? many : java.util.Collections.singletonList(value);
    }

    @Override
    public Integer getPosition(Document document) {
        return positions.getOrDefault(document.get(field), Map.of()).get(document.get("_id"));
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Integer> collection) {
        // Deliberate: an index that is not unique refuses nothing.
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Integer> collection) {
        // Deliberate: see checkAdd.
    }

    @Override
    public long getCount() {
        return positions.values().stream().mapToLong(Map::size).sum();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void drop() {
        positions.clear();
    }
}
