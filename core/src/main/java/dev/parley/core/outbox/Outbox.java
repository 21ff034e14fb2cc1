package dev.parley.core.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The stored events that are not delivered yet, for each endpoint by itself. An event is read until it is marked as delivered, so it
 * is delivered at least once. Stages fail with {@code StorageException} and nothing else.
 */
public interface Outbox {

    /** Creates the indexes; to be called before the first {@link #pending}. */
    CompletionStage<Void> start();

    /**
     * From now on each event of these types is marked for these endpoints by the write that stores it. Without endpoints nothing is
     * marked and nothing is written beside the event.
     */
    void subscribe(Map<EventType, Set<String>> endpoints);

    /** Whether events of this type are marked for an endpoint. */
    boolean hasSubscribers(EventType type);

    /**
     * The pending events of one kind of document, in order within each key.
     *
     * @param shards whose keys are concerned
     * @param after the last key of the page before; empty for the first
     * @param limit of documents that are read
     */
    CompletionStage<Batch> pending(
            String endpoint, Set<Integer> shards, Source source, Optional<String> after, int limit);

    /** Marks these events as delivered to the endpoint. An event that has changed since it was read stays pending. */
    CompletionStage<Void> delivered(String endpoint, List<OutboxEvent> events);

    /** How many documents have pending events, up to {@code limit}. */
    CompletionStage<Long> count(String endpoint, Set<Integer> shards, int limit);

    /**
     * Marks the events of these types that were stored since then as pending. Completes with their number. Reads, changes of chats and
     * presence are not marked again: only their newest state is stored.
     */
    CompletionStage<Long> replay(String endpoint, Set<EventType> types, Instant since);

    /** The documents that hold the marks. */
    enum Source {
        CHATS,
        MESSAGES,
        NOTIFICATIONS,
        REMINDERS,
        USERS
    }

    /** @param next the last key of this page; empty when there are no further ones */
    record Batch(List<PendingEvents> events, Optional<String> next) {

        public Batch {
            events = List.copyOf(events);
        }
    }
}
