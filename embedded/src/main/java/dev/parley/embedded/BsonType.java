package dev.parley.embedded;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Keys or values of a map of the store, each written as a list of BSON values. */
final class BsonType<T> extends BasicDataType<T> {
    private final Class<T> type;
    private final Comparator<? super T> order;
    private final Function<T, List<?>> toValues;
    private final Function<List<Object>, T> fromValues;

    BsonType(
            Class<T> type,
            Comparator<? super T> order,
            Function<T, List<?>> toValues,
            Function<List<Object>, T> fromValues) {
        this.type = type;
        this.order = order;
        this.toValues = toValues;
        this.fromValues = fromValues;
    }

    @Override
    public int compare(T one, T other) {
        return order.compare(one, other);
    }

    @Override
    @SuppressWarnings("unchecked")
    public int binarySearch(T key, Object storage, int size, int initialGuess) {
        T[] keys = (T[]) storage;
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int difference = order.compare(keys[middle], key);
            if (difference == 0) {
                return middle;
            }
            low = difference < 0 ? middle + 1 : low;
            high = difference < 0 ? high : middle - 1;
        }
        return -(low + 1);
    }

    @Override
    public int getMemory(T item) {
        return BsonValues.memoryOf(toValues.apply(item));
    }

    @Override
    public void write(WriteBuffer out, T item) {
        List<?> values = toValues.apply(item);
        out.putVarInt(values.size());
        values.forEach(value -> BsonValues.write(out, value));
    }

    @Override
    public T read(ByteBuffer in) {
        int size = DataUtils.readVarInt(in);
        List<Object> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(BsonValues.read(in));
        }
        return fromValues.apply(values);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T[] createStorage(int size) {
        return (T[]) Array.newInstance(type, size);
    }
}
