package dev.parley.core.batch;

import dev.parley.core.error.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A queue that hands out its items in order, in batches. At most {@code maxInFlight} batches are in flight; later items
 * form the next batch. The caller bounds the queue. Any thread.
 */
public final class BatchQueue<T> {
    private final int maxInFlight;
    private final int largest;
    private final Function<List<T>, ? extends CompletionStage<?>> work;
    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    /** @param work a batch is in flight until its stage completes, normally or not */
    public BatchQueue(int maxInFlight, int largest, Function<List<T>, ? extends CompletionStage<?>> work) {
        this.maxInFlight = maxInFlight;
        this.largest = largest;
        this.work = work;
    }

    public void add(T item) {
        waiting.add(item);
        startNextBatches();
    }

    /** One caller at a time starts batches, also for concurrent callers. A batch that completes immediately causes no recursion. */
    private void startNextBatches() {
        if (calls.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = calls.get();
            while (inFlight.get() < maxInFlight && !waiting.isEmpty()) {
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
        inFlight.incrementAndGet();
        Failures.stageOf(() -> work.apply(batch).thenAccept(done -> {})).whenComplete((done, failure) -> {
            inFlight.decrementAndGet();
            startNextBatches();
        });
    }
}
