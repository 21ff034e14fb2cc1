package dev.parley.gateway.trace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last records of this node, of fixed size and outside the heap; the oldest is overwritten. Any thread writes without waiting. A
 * reader skips a record that is being written.
 */
final class TraceRing {
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int FIELDS = 6;
    private static final int RECORD = FIELDS * Long.BYTES;
    private static final int STEP_BITS = 8;

    private final int capacity;
    private final ByteBuffer records;
    private final AtomicLong next = new AtomicLong();

    /** One record as it was written; what the fields hold depends on the step. */
    record Entry(long at, Step step, long subject, long room, long detail, long value) {}

    /** Takes each record, in the order of writing. */
    @FunctionalInterface
    interface Reader {
        void read(Entry entry);
    }

    /** @param capacity in records, a power of two */
    TraceRing(int capacity) {
        this.capacity = capacity;
        this.records = ByteBuffer.allocateDirect(capacity * RECORD).order(ByteOrder.nativeOrder());
    }

    /** @param at milliseconds since the epoch */
    void write(long at, Step step, long subject, long room, long detail, long value) {
        long number = next.getAndIncrement();
        int start = (int) (number & capacity - 1) * RECORD;
        LONGS.setOpaque(records, start, 0L);
        VarHandle.storeStoreFence();
        put(start, 1, at << STEP_BITS | step.ordinal());
        put(start, 2, subject);
        put(start, 3, room);
        put(start, 4, detail);
        put(start, 5, value);
        LONGS.setRelease(records, start, number + 1);
    }

    private void put(int start, int field, long value) {
        records.putLong(start + field * Long.BYTES, value);
    }

    /** Reads the records that are not older than {@code since}. */
    void read(long since, Reader reader) {
        long end = next.get();
        for (long number = Math.max(0, end - capacity); number < end; number++) {
            int start = (int) (number & capacity - 1) * RECORD;
            if ((long) LONGS.getAcquire(records, start) != number + 1) {
                continue;
            }
            Entry entry = entry(start);
            VarHandle.loadLoadFence();
            if ((long) LONGS.getOpaque(records, start) == number + 1 && entry.at() >= since) {
                reader.read(entry);
            }
        }
    }

    private Entry entry(int start) {
        long head = get(start, 1);
        Step step = Step.ALL[(int) (head & (1 << STEP_BITS) - 1) % Step.ALL.length];
        return new Entry(head >>> STEP_BITS, step, get(start, 2), get(start, 3), get(start, 4), get(start, 5));
    }

    private long get(int start, int field) {
        return records.getLong(start + field * Long.BYTES);
    }

    /** The time of the oldest record that is kept, or {@code otherwise} while none was overwritten. */
    long oldest(long otherwise) {
        long end = next.get();
        return end <= capacity ? otherwise : get((int) (end & capacity - 1) * RECORD, 1) >>> STEP_BITS;
    }
}
