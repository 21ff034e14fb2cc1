package dev.parley.core.mongo;

import static com.mongodb.client.model.Updates.addEachToSet;
import static com.mongodb.client.model.Updates.set;

import dev.parley.core.id.IdGenerator;
import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.Shards;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/**
 * Marks documents with the events that are to be delivered: the field {@code outbox} holds one text per event and endpoint. Without
 * subscriptions documents and updates stay as they are. Any thread.
 */
final class OutboxMarks {
    static final String FIELD = "outbox";
    /** Of a chat: names its newest change, and when it was made. */
    static final String CHANGE = "outboxChange";

    private final IdGenerator ids;
    private volatile Map<EventType, Set<String>> endpoints = Map.of();

    OutboxMarks(IdGenerator ids) {
        this.ids = ids;
    }

    void use(Map<EventType, Set<String>> subscribed) {
        endpoints = Map.copyOf(subscribed);
    }

    /** The text that marks an event as pending. */
    static String mark(String endpoint, EventType type, int shard) {
        return shard + " " + type.word() + " " + endpoint;
    }

    /** Adds the marks of this event to a new document. */
    Document mark(Document document, EventType type, String key) {
        List<String> marks = of(type, key);
        return marks.isEmpty() ? document : document.append(FIELD, marks);
    }

    /** The parts that add the marks of this event to an update. */
    List<Bson> update(EventType type, String key) {
        List<String> marks = of(type, key);
        return marks.isEmpty() ? List.of() : List.of(addEachToSet(FIELD, marks));
    }

    /** The same for a change of a chat. */
    List<Bson> chatUpdate(String key) {
        List<String> marks = of(EventType.CHAT_CHANGED, key);
        return marks.isEmpty() ? List.of() : List.of(addEachToSet(FIELD, marks), set(CHANGE, new ObjectId(ids.next())));
    }

    boolean hasSubscribers(EventType type) {
        return !endpoints.getOrDefault(type, Set.of()).isEmpty();
    }

    private List<String> of(EventType type, String key) {
        Set<String> subscribed = endpoints.getOrDefault(type, Set.of());
        return subscribed.isEmpty()
                ? List.of()
                : subscribed.stream()
                        .map(endpoint -> mark(endpoint, type, Shards.of(key)))
                        .toList();
    }
}
