package dev.parley.embedded;

import de.bwaldvogel.mongo.bson.Document;
import dev.parley.embedded.IndexKeyOrder.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/** A part of an index: all entries between two places. */
record IndexRange(Place from, Place to) {

    /**
     * The entries that begin with {@code prefix} and whose next value is within the limits.
     *
     * @param limits some of {@code $gt}, {@code $gte}, {@code $lt}, {@code $lte}, or none
     */
    static IndexRange of(List<Object> prefix, Document limits) {
        var from = Place.before(prefix);
        var to = Place.after(prefix);
        if (limits.containsKey("$gte")) {
            from = Place.before(with(prefix, limits.get("$gte")));
        } else if (limits.containsKey("$gt")) {
            from = Place.after(with(prefix, limits.get("$gt")));
        }
        if (limits.containsKey("$lte")) {
            to = Place.after(with(prefix, limits.get("$lte")));
        } else if (limits.containsKey("$lt")) {
            to = Place.before(with(prefix, limits.get("$lt")));
        }
        return new IndexRange(from, to);
    }

    /** Reads as it goes, from the entries as they are now. */
    Stream<Object> positions(MVMap<Place, Boolean> entries, boolean isDescending) {
        if (entries.getKeyType().compare(from, to) >= 0) {
            return Stream.empty();
        }
        Cursor<Place, Boolean> cursor = isDescending ? entries.cursor(to, from, true) : entries.cursor(from, to, false);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(cursor, Spliterator.ORDERED), false)
                .map(Place::position);
    }

    static List<Object> with(List<Object> prefix, Object value) {
        List<Object> longer = new ArrayList<>(prefix);
        longer.add(value);
        return longer;
    }
}
