package dev.parley.gateway.cluster;

import dev.parley.core.error.Failures;
import dev.parley.gateway.cluster.FanOutMetrics.Loss;
import dev.parley.gateway.cluster.PublishCommand.Outcome;
import dev.parley.gateway.cluster.PublishCommand.Outgoing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages for one Redis server, published in order, one batch at a time. A batch begins in the next pass of the event loop, with all
 * that was emitted until then; those that come while it is in flight are the next batch. So the events of one message are one
 * batch, batches grow with the load, and an idle node adds no delay. While the server is unavailable messages
 * wait, bounded by number, size and age. Any thread; never blocks.
 */
final class PublishQueue {
    private static final Logger LOG = LoggerFactory.getLogger(PublishQueue.class);
    private static final int LARGEST_BATCH = 500;
    private static final int LARGEST_BATCH_BYTES = 1024 * 1024;

    /** Is notified of the outcome of each message. */
    interface Listener {

        void published(PublishQueue queue, List<Outgoing> batch, Outcome outcome);

        /** They were dropped, and not published. */
        void dropped(Loss reason, List<Outgoing> messages);
    }

    private final String name;
    private final PublishCommand command;
    private final FanOutSettings settings;
    private final Listener listener;
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private final Executor loop;
    /** Whether {@link #loop} is going to begin a batch. */
    private final AtomicBoolean beginning = new AtomicBoolean();

    private boolean inFlight;
    /** Until {@link #resume}. */
    private boolean paused;

    PublishQueue(String name, PublishCommand command, FanOutSettings settings, Listener listener) {
        this.name = name;
        this.command = command;
        this.settings = settings;
        this.listener = listener;
        this.loop = command.loop();
    }

    String name() {
        return name;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized boolean isIdle() {
        return waiting.isEmpty() && !inFlight;
    }

    void add(Outgoing message) {
        List<Outgoing> dropped = enqueue(message);
        if (!dropped.isEmpty()) {
            listener.dropped(Loss.QUEUE_FULL, dropped);
        }
        if (beginning.compareAndSet(false, true)) {
            begin();
        }
    }

    private void begin() {
        try {
            loop.execute(this::flush);
        } catch (RejectedExecutionException stopping) {
            flush();
        }
    }

    /** Begins a batch on this thread. */
    void flush() {
        beginning.set(false);
        publishNext();
    }

    private synchronized List<Outgoing> enqueue(Outgoing message) {
        waiting.add(message);
        waitingBytes += message.value().length;
        if (waiting.size() <= settings.waitingMessages() && waitingBytes <= settings.waitingBytes()) {
            return List.of();
        }
        List<Outgoing> dropped = new ArrayList<>();
        while (waiting.size() > settings.waitingMessages() || waitingBytes > settings.waitingBytes()) {
            dropped.add(removeOldest());
        }
        return dropped;
    }

    /** Puts messages that were refused before all others, in their order, and waits until {@link #resume}. */
    synchronized void putBack(List<Outgoing> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            waiting.addFirst(messages.get(i));
            waitingBytes += messages.get(i).value().length;
        }
        paused = true;
    }

    void resume() {
        synchronized (this) {
            paused = false;
        }
        publishNext();
    }

    private Outgoing removeOldest() {
        Outgoing oldest = waiting.remove();
        waitingBytes -= oldest.value().length;
        return oldest;
    }

    private void publishNext() {
        List<Outgoing> expired = new ArrayList<>(0);
        List<Outgoing> batch = takeBatch(expired);
        if (!expired.isEmpty()) {
            listener.dropped(Loss.EXPIRED, expired);
        }
        if (!batch.isEmpty()) {
            Failures.stageOf(() -> command.publish(name, batch))
                    .exceptionally(failure -> failed(batch, failure))
                    .thenAccept(outcome -> answered(batch, outcome));
        }
    }

    /** A batch that is not answered would keep all others waiting. */
    private Outcome failed(List<Outgoing> batch, Throwable failure) {
        LOG.error("Publishing to {} failed; {} messages may be lost", name, batch.size(), failure);
        return new Outcome(List.of(), batch);
    }

    private synchronized List<Outgoing> takeBatch(List<Outgoing> expired) {
        if (inFlight || paused) {
            return List.of();
        }
        removeExpired(expired);
        List<Outgoing> batch = new ArrayList<>(Math.min(waiting.size(), LARGEST_BATCH));
        long bytes = 0;
        while (!waiting.isEmpty() && batch.size() < LARGEST_BATCH && bytes < LARGEST_BATCH_BYTES) {
            Outgoing message = removeOldest();
            bytes += message.value().length;
            batch.add(message);
        }
        inFlight = !batch.isEmpty();
        return batch;
    }

    private void removeExpired(List<Outgoing> expired) {
        long now = System.nanoTime();
        while (!waiting.isEmpty()
                && now - waiting.peek().since() > settings.publishWithin().toNanos()) {
            expired.add(removeOldest());
        }
    }

    private void answered(List<Outgoing> batch, Outcome outcome) {
        try {
            listener.published(this, batch, outcome);
        } finally {
            synchronized (this) {
                inFlight = false;
            }
            publishNext();
        }
    }
}
