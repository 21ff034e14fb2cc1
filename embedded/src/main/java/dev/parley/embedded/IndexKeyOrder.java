package dev.parley.embedded;

import de.bwaldvogel.mongo.backend.ValueComparator;
import java.util.Comparator;
import java.util.List;

/** The order of the entries of an {@link OrderedIndex} and of the places between them: by values as MongoDB orders them, then by document. */
final class IndexKeyOrder implements Comparator<IndexKeyOrder.Place> {
    private static final ValueComparator VALUES = ValueComparator.asc();

    /**
     * @param values of the indexed fields; fewer than those for a place before or after all entries that begin so
     * @param side negative before, positive after everything that begins with {@code values}; 0 for an entry
     * @param position of the document, for an entry
     */
    record Place(List<Object> values, int side, Object position) {

        static Place before(List<Object> values) {
            return new Place(values, -1, null);
        }

        static Place after(List<Object> values) {
            return new Place(values, 1, null);
        }
    }

    @Override
    public int compare(Place one, Place other) {
        int common = Math.min(one.values.size(), other.values.size());
        for (int i = 0; i < common; i++) {
            int difference = VALUES.compare(one.values.get(i), other.values.get(i));
            if (difference != 0) {
                return difference;
            }
        }
        if (one.values.size() != other.values.size()) {
            // The shorter one is a place before or after all that the longer one begins like.
            return one.values.size() < other.values.size() ? one.side : -other.side;
        }
        boolean areEntries = one.side == 0 && other.side == 0;
        return areEntries ? comparePositions(one.position, other.position) : Integer.compare(one.side, other.side);
    }

    /** The entries of a unique index have no position. */
    private static int comparePositions(Object one, Object other) {
        return one == null && other == null ? 0 : VALUES.compare(one, other);
    }
}
