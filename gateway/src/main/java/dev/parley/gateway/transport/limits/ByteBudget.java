package dev.parley.gateway.transport.limits;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that many holders keep in sum: over the bound the largest holders are evicted. Bytes that go over the bound are part
 * of the total until then. Any thread.
 */
public final class ByteBudget {

    /** The bytes of one holder. {@link #set} is called by one thread at a time. */
    public static final class Account {
        private final ByteBudget budget;
        private final Runnable evicted;
        private long bytes;
        private volatile boolean isClosed;

        Account(ByteBudget budget, Runnable evicted) {
            this.budget = budget;
            this.evicted = evicted;
        }

        /** Charges {@code now} bytes instead of what was charged before. */
        public void set(long now) {
            long growth;
            synchronized (this) {
                if (isClosed || now == bytes) {
                    return;
                }
                growth = now - bytes;
                bytes = now;
            }
            budget.changed(this, now, growth);
        }

        /** Whether the holder was evicted. It should release what it can at once and hold nothing more. */
        public boolean isEvicted() {
            return isClosed;
        }

        private synchronized long bytes() {
            return bytes;
        }

        /** The bytes that were charged, for the last time. */
        private synchronized long close() {
            long last = bytes;
            isClosed = true;
            bytes = 0;
            return last;
        }
    }

    private final long max;
    private final AtomicLong total = new AtomicLong();
    private final Set<Account> holders = ConcurrentHashMap.newKeySet();

    public ByteBudget(long max) {
        this.max = max;
    }

    /** @param evicted closes the holder; called at most once, on the thread that went over the bound */
    public Account open(Runnable evicted) {
        return new Account(this, evicted);
    }

    /** Bytes charged to all accounts. */
    public long total() {
        return total.get();
    }

    private void changed(Account account, long bytes, long growth) {
        if (bytes == 0) {
            holders.remove(account);
        } else if (bytes == growth) {
            holders.add(account);
        }
        if (total.addAndGet(growth) > max && growth > 0) {
            evict();
        }
    }

    private synchronized void evict() {
        while (total.get() > max) {
            Optional<Account> largest = holders.stream().max(Comparator.comparingLong(Account::bytes));
            if (largest.isEmpty()) {
                return;
            }
            holders.remove(largest.get());
            total.addAndGet(-largest.get().close());
            largest.get().evicted.run();
        }
    }
}
