package dev.parley.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.h2.mvstore.MVMap;

/**
 * A collection that answers a query from its most selective index. By default the server uses unique indexes only, and
 * those only for a query that names exactly their fields; everything else reads the whole collection.
 */
final class IndexedCollection extends H2Collection {
    private final List<OrderedIndex> ordered = new ArrayList<>();
    private final MVMap<String, Object> meta;
    private final IndexMaps indexMaps;

    /** Opens and removes the maps in which ordered indexes keep their entries. */
    interface IndexMaps {
        MVMap<IndexKeyOrder.Place, Boolean> open(String index);

        void remove(MVMap<IndexKeyOrder.Place, Boolean> entries);
    }

    IndexedCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> documents,
            MVMap<String, Object> meta,
            IndexMaps indexMaps,
            CursorRegistry cursors) {
        super(database, name, options, documents, meta, cursors);
        this.meta = meta;
        this.indexMaps = indexMaps;
    }

    @Override
    public synchronized void addIndex(Index<Object> index) {
        super.addIndex(index);
        if (ordered.stream().noneMatch(own -> own.name().equals(index.getName()))) {
            var own = new OrderedIndex(index, indexMaps.open(index.getName()), meta);
            if (isEmpty()) {
                own.clear();
            } else if (own.isEmpty()) {
                streamAllDocumentsWithPosition().forEach(each -> own.add(each.getDocument(), each.getPosition()));
            }
            ordered.add(own);
        }
    }

    @Override
    public synchronized void dropIndex(String name) {
        super.dropIndex(name);
        ordered.stream().filter(own -> own.name().equals(name)).findFirst().ifPresent(own -> {
            ordered.remove(own);
            own.clear();
            indexMaps.remove(own.entries());
        });
    }

    @Override
    protected Object addDocumentInternal(Document document) {
        Object position = super.addDocumentInternal(document);
        ordered.forEach(own -> own.add(document, position));
        return position;
    }

    @Override
    protected void removeDocument(Object position) {
        Document document = getDocument(position);
        super.removeDocument(position);
        ordered.forEach(own -> own.remove(document, position));
    }

    @Override
    protected void handleUpdate(Object position, Document before, Document after) {
        super.handleUpdate(position, before, after);
        ordered.forEach(own -> {
            own.remove(before, position);
            own.add(after, position);
        });
    }

    @Override
    protected synchronized QueryResult queryDocuments(
            Document query, Document orderBy, int skip, int limit, int batchSize, Document fields) {
        var bounds = QueryBounds.of(query);
        Optional<OrderedIndex> best = best(bounds);
        Optional<String> sort = best.flatMap(own -> sortedBy(own, bounds, orderBy));
        if (sort.isPresent()) {
            boolean isDescending = ((Number) orderBy.get(sort.get())).intValue() < 0;
            Iterable<Object> positions = best.get().scan(bounds, isDescending);
            return matchDocuments(query, positions, null, skip, limit, batchSize, fields);
        }
        Optional<Set<Object>> candidates = candidates(bounds);
        if (candidates.isPresent()) {
            return matchDocuments(query, candidates.get(), orderBy, skip, limit, batchSize, fields);
        }
        return super.queryDocuments(query, orderBy, skip, limit, batchSize, fields);
    }

    private Optional<OrderedIndex> best(QueryBounds bounds) {
        return ordered.stream()
                .filter(own -> own.usefulness(bounds) > 0)
                .max(Comparator.comparingInt(own -> own.usefulness(bounds)));
    }

    private static Optional<String> sortedBy(OrderedIndex own, QueryBounds bounds, Document orderBy) {
        if (orderBy == null || orderBy.size() != 1) {
            return Optional.empty();
        }
        String field = orderBy.keySet().iterator().next();
        return own.sorts(bounds, field) ? Optional.of(field) : Optional.empty();
    }

    /** A superset of the documents that match the query; empty when no index applies. */
    private Optional<Set<Object>> candidates(QueryBounds bounds) {
        Optional<OrderedIndex> best = best(bounds);
        if (best.isPresent()) {
            Set<Object> positions = new LinkedHashSet<>();
            best.get().scan(bounds, false).forEach(positions::add);
            return Optional.of(positions);
        }
        return bounds.alternatives().stream()
                .map(this::candidatesOfAny)
                .flatMap(Optional::stream)
                .min(Comparator.comparingInt(Set::size));
    }

    private Optional<Set<Object>> candidatesOfAny(Collection<Document> alternatives) {
        Set<Object> positions = new LinkedHashSet<>();
        for (Document alternative : alternatives) {
            Optional<Set<Object>> some = candidates(QueryBounds.of(alternative));
            if (some.isEmpty()) {
                return Optional.empty();
            }
            positions.addAll(some.get());
        }
        return Optional.of(positions);
    }
}
