package dev.parley.gateway.cluster;

import dev.parley.gateway.cluster.FanOutMetrics.Loss;
import dev.parley.gateway.redis.RedisConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RedissonClient;

/**
 * Publishes to the other nodes, in order and at most once. The first message goes at once; those that come while it is under way
 * go together as the next batch, so batches grow with the load and an idle node adds no delay. While Redis is away messages wait,
 * bounded by number, size and age; what is dropped is counted. Any thread; never blocks.
 */
final class ClusterPublisher {
    private static final int LARGEST_BATCH = 500;
    private static final int LARGEST_BATCH_BYTES = 1024 * 1024;

    /** What is to be published, and the {@code System.nanoTime()} since which it waits. */
    record Outgoing(String channel, byte[] value, long since) {}

    /** The command that publishes; all of a batch in order. */
    interface Outlet {
        CompletionStage<?> send(RedissonClient client, List<Outgoing> batch);
    }

    private final RedisConnection redis;
    private final FanOutSettings settings;
    private final FanOutMetrics metrics;
    private final DeliveryGapListener losses;
    private final Outlet outlet;
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean underWay;
    private boolean hasLost;

    ClusterPublisher(
            RedisConnection redis,
            FanOutSettings settings,
            FanOutMetrics metrics,
            DeliveryGapListener losses,
            Outlet outlet) {
        this.redis = redis;
        this.settings = settings;
        this.metrics = metrics;
        this.losses = losses;
        this.outlet = outlet;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    void publish(String channel, byte[] value) {
        enqueue(new Outgoing(channel, value, System.nanoTime()));
        publishNext();
    }

    private synchronized void enqueue(Outgoing message) {
        waiting.add(message);
        waitingBytes += message.value().length;
        int dropped = 0;
        while (waiting.size() > settings.waitingMessages() || waitingBytes > settings.waitingBytes()) {
            removeOldest();
            dropped++;
        }
        lost(Loss.QUEUE_FULL, dropped);
    }

    private Outgoing removeOldest() {
        Outgoing oldest = waiting.remove();
        waitingBytes -= oldest.value().length;
        return oldest;
    }

    private synchronized void lost(Loss reason, int messages) {
        if (messages > 0) {
            metrics.lost(reason, messages);
            hasLost = true;
            losses.lost();
        }
    }

    /** Nothing while a batch is under way, or before there is a connection: who completes that comes back here. */
    void publishNext() {
        redis.client().ifPresent(client -> {
            List<Outgoing> batch = takeBatch();
            if (!batch.isEmpty()) {
                send(client, batch);
            }
        });
    }

    private synchronized List<Outgoing> takeBatch() {
        if (underWay) {
            return List.of();
        }
        dropExpired();
        List<Outgoing> batch = new ArrayList<>(Math.min(waiting.size(), LARGEST_BATCH));
        long bytes = 0;
        while (!waiting.isEmpty() && batch.size() < LARGEST_BATCH && bytes < LARGEST_BATCH_BYTES) {
            Outgoing message = removeOldest();
            bytes += message.value().length;
            batch.add(message);
        }
        underWay = !batch.isEmpty();
        return batch;
    }

    private void dropExpired() {
        long now = System.nanoTime();
        int expired = 0;
        while (!waiting.isEmpty()
                && now - waiting.peek().since() > settings.publishWithin().toNanos()) {
            removeOldest();
            expired++;
        }
        lost(Loss.EXPIRED, expired);
    }

    private void send(RedissonClient client, List<Outgoing> batch) {
        outlet.send(client, batch).whenComplete((done, failure) -> {
            if (failure == null) {
                long now = System.nanoTime();
                batch.forEach(message -> metrics.publishTook(now - message.since()));
                published(batch.size());
            } else {
                lost(Loss.FAILED, batch.size());
            }
            landed();
        });
    }

    private synchronized void published(int messages) {
        metrics.published(messages);
        if (hasLost) {
            hasLost = false;
            losses.recovered();
        }
    }

    private void landed() {
        synchronized (this) {
            underWay = false;
        }
        publishNext();
    }
}
