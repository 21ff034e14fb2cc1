package dev.parley.gateway.webhooks;

import dev.parley.core.batch.BatchQueue;
import dev.parley.core.outbox.Outbox;
import dev.parley.core.outbox.OutboxEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Records delivered events in the outbox, those that arrive during a write with the next one. Any thread. */
final class DeliveredEvents {
    private static final int WRITES_IN_FLIGHT = 1;
    private static final int LARGEST_WRITE = 500;

    private final Outbox outbox;
    private final String endpoint;
    private final BatchQueue<Delivered> queue = new BatchQueue<>(WRITES_IN_FLIGHT, LARGEST_WRITE, this::write);

    private record Delivered(OutboxEvent event, CompletableFuture<Void> recorded) {}

    DeliveredEvents(Outbox outbox, String endpoint) {
        this.outbox = outbox;
        this.endpoint = endpoint;
    }

    /** Completes once it is recorded. When that fails, the event is delivered again later. */
    CompletionStage<Void> record(OutboxEvent event) {
        Delivered delivered = new Delivered(event, new CompletableFuture<>());
        queue.add(delivered);
        return delivered.recorded();
    }

    private CompletionStage<Void> write(List<Delivered> batch) {
        return outbox.delivered(endpoint, batch.stream().map(Delivered::event).toList())
                .whenComplete((done, failure) -> batch.forEach(each -> complete(each.recorded(), failure)));
    }

    private static void complete(CompletableFuture<Void> recorded, Throwable failure) {
        if (failure == null) {
            recorded.complete(null);
        } else {
            recorded.completeExceptionally(failure);
        }
    }
}
