package dev.parley.gateway.transport.loop;

import java.util.function.Consumer;

/**
 * A hashed timing wheel for one event loop. Setting, moving and cancelling a deadline is O(1), and an idle socket
 * costs only a list entry. Fires up to one tick late, never early. Times are milliseconds of {@link LoopContext}.
 */
public final class DeadlineWheel {

    /** An object with one deadline. {@link #expired} is called once per {@link #set}, and again at the next tick when it throws. */
    public abstract static class Entry {
        Entry previous;
        Entry next;
        long deadline;

        public abstract void expired(long now);
    }

    private static final class Bucket extends Entry {
        @Override
        public void expired(long now) {}
    }

    private static final int BUCKETS = 512;

    private final Bucket[] buckets = new Bucket[BUCKETS];
    private final long tick;
    private final Consumer<Throwable> failed;
    private long nextTick;

    /** @param failed gets what an entry throws; must not throw */
    public DeadlineWheel(long tick, long now, Consumer<Throwable> failed) {
        this.failed = failed;
        this.tick = tick;
        this.nextTick = now / tick;
        for (int i = 0; i < BUCKETS; i++) {
            buckets[i] = new Bucket();
            buckets[i].next = buckets[i];
            buckets[i].previous = buckets[i];
        }
    }

    /** Sets or moves the deadline of {@code entry}. */
    public void set(Entry entry, long deadline) {
        cancel(entry);
        entry.deadline = deadline;
        link(entry, buckets[bucket(Math.max(tickOf(deadline), nextTick))]);
    }

    public void cancel(Entry entry) {
        if (entry.next != null) {
            entry.previous.next = entry.next;
            entry.next.previous = entry.previous;
            entry.next = null;
            entry.previous = null;
        }
    }

    /** Number of deadlines set. O(n). */
    public int size() {
        int size = 0;
        for (Bucket bucket : buckets) {
            for (Entry entry = bucket.next; entry != bucket; entry = entry.next) {
                size++;
            }
        }
        return size;
    }

    /** Fires entries that are due. An entry that fires may set its own deadline and those of others. */
    public void advance(long now) {
        long last = now / tick;
        long first = Math.max(nextTick, last - BUCKETS + 1);
        nextTick = last + 1;
        for (long t = first; t <= last; t++) {
            fire(buckets[bucket(t)], now);
        }
    }

    private void fire(Bucket bucket, long now) {
        var waiting = new Bucket();
        takeAll(bucket, waiting);
        for (Entry entry = waiting.next; entry != waiting; entry = waiting.next) {
            cancel(entry);
            if (entry.deadline <= now) {
                expire(entry, now);
            } else {
                link(entry, bucket);
            }
        }
    }

    /** An entry that fails neither loses its deadline nor those of the entries after it. */
    private void expire(Entry entry, long now) {
        try {
            entry.expired(now);
        } catch (RuntimeException | Error thrown) {
            failed.accept(thrown);
            if (entry.next == null) {
                set(entry, now);
            }
        }
    }

    private static void takeAll(Bucket from, Bucket to) {
        if (from.next == from) {
            to.next = to;
            to.previous = to;
            return;
        }
        to.next = from.next;
        to.previous = from.previous;
        to.next.previous = to;
        to.previous.next = to;
        from.next = from;
        from.previous = from;
    }

    private static void link(Entry entry, Bucket bucket) {
        entry.next = bucket;
        entry.previous = bucket.previous;
        bucket.previous.next = entry;
        bucket.previous = entry;
    }

    /** The first tick that begins at the deadline or later. */
    private long tickOf(long deadline) {
        return (deadline + tick - 1) / tick;
    }

    private static int bucket(long tick) {
        return (int) (tick & (BUCKETS - 1));
    }
}
