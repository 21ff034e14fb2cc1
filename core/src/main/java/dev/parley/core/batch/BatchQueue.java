package dev.parley.core.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Hands out what was added, in order, in batches of which only so many are under way at one time; what comes meanwhile gathers. How
 * much may wait is bounded by deadlines, which are the caller's. Any thread.
 */
public final class BatchQueue<T> {
    private final int maxInFlight;
    private final int largest;
    private final Function<List<T>, ? extends CompletionStage<?>> work;
    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    /** @param work never throws; a batch is under way until its stage completes, however it does */
    public BatchQueue(int maxInFlight, int largest, Function<List<T>, ? extends CompletionStage<?>> work) {
        this.maxInFlight = maxInFlight;
        this.largest = largest;
        this.work = work;
    }

    public void add(T item) {
        waiting.add(item);
        startWhatMay();
    }

    /** One caller at a time starts batches, also for those who call meanwhile: one that completes at once nests no call. */
    private void startWhatMay() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = calls.get();
            while (underWay.get() < maxInFlight && !waiting.isEmpty()) {
                start(take());
            }
        } while (!calls.compareAndSet(seen, 0));
    }

    private List<T> take() {
        List<T> batch = new ArrayList<>();
        for (T item = waiting.poll(); item != null; item = waiting.poll()) {
            batch.add(item);
            if (batch.size() == largest) {
                break;
            }
        }
        return batch;
    }

    private void start(List<T> batch) {
        underWay.incrementAndGet();
        work.apply(batch).whenComplete((done, failure) -> {
            underWay.decrementAndGet();
            startWhatMay();
        });
    }
}
