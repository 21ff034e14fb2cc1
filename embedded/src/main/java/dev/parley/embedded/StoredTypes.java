package dev.parley.embedded;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import dev.parley.embedded.IndexKeyOrder.Place;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.MVMap;

/** The maps of the store: how their keys are ordered, and how keys and values become BSON. */
final class StoredTypes {
    private static final ValueComparator VALUES = ValueComparator.asc();
    private static final IndexKeyOrder PLACES = new IndexKeyOrder();

    private static final BsonType<Object> VALUE =
            new BsonType<>(Object.class, VALUES, List::of, values -> values.get(0));
    private static final BsonType<Document> DOCUMENT =
            new BsonType<>(Document.class, VALUES, List::of, values -> (Document) values.get(0));
    private static final BsonType<KeyValue> KEY = new BsonType<>(
            KeyValue.class,
            (one, other) -> PLACES.compare(placeOf(one), placeOf(other)),
            key -> key.stream().toList(),
            KeyValue::new);
    private static final BsonType<Place> PLACE =
            new BsonType<>(Place.class, PLACES, StoredTypes::valuesOf, StoredTypes::placeOf);
    private static final BsonType<Boolean> FLAG =
            new BsonType<>(Boolean.class, VALUES, List::of, values -> (Boolean) values.get(0));

    private StoredTypes() {}

    /** The documents of a collection by {@code _id}. */
    static MVMap.Builder<Object, Document> documents() {
        return new MVMap.Builder<Object, Document>().keyType(VALUE).valueType(DOCUMENT);
    }

    /** A unique index: the {@code _id} of the document by the values of its fields. */
    static MVMap.Builder<KeyValue, Object> uniqueIndex() {
        return new MVMap.Builder<KeyValue, Object>().keyType(KEY).valueType(VALUE);
    }

    /** The entries of an {@link OrderedIndex}; the values mean nothing. */
    static MVMap.Builder<Place, Boolean> orderedIndex() {
        return new MVMap.Builder<Place, Boolean>().keyType(PLACE).valueType(FLAG);
    }

    private static Place placeOf(KeyValue key) {
        List<Object> values = new ArrayList<>(key.size());
        key.iterator().forEachRemaining(values::add);
        return new Place(values, 0, null);
    }

    private static List<Object> valuesOf(Place entry) {
        List<Object> values = new ArrayList<>(entry.values());
        values.add(entry.position());
        return values;
    }

    private static Place placeOf(List<Object> values) {
        int last = values.size() - 1;
        return new Place(new ArrayList<>(values.subList(0, last)), 0, values.get(last));
    }
}
