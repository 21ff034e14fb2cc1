package dev.parley.core.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.size;
import static com.mongodb.client.model.Updates.pullAll;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.WriteModel;
import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.Outbox.Source;
import dev.parley.core.outbox.OutboxEvent;
import dev.parley.core.outbox.Shards;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Removes the marks of delivered events, with one command per collection. Removing a mark twice has no effect. */
final class OutboxDeliveries {
    private final Map<Source, AsyncCollection> collections;

    OutboxDeliveries(Map<Source, AsyncCollection> collections) {
        this.collections = collections;
    }

    /**
     * Where marks are.
     *
     * @param guard which version of the documents was delivered; empty for events that never change
     */
    private record Place(Source source, List<String> marks, Optional<Bson> guard) {

        Place(Source source, List<String> marks) {
            this(source, marks, Optional.empty());
        }

        Bson marked(List<Object> ids) {
            Bson documents = and(in("_id", ids), in(OutboxMarks.FIELD, marks));
            return guard.map(version -> and(documents, version)).orElse(documents);
        }
    }

    CompletionStage<Void> remove(String endpoint, List<OutboxEvent> events) {
        Map<Place, List<Object>> places = new LinkedHashMap<>();
        events.forEach(event -> places.computeIfAbsent(place(endpoint, event), place -> new ArrayList<>())
                .addAll(documents(event)));
        CompletionStage<Void> removed = CompletableFuture.completedStage(null);
        for (Source source : Source.values()) {
            List<WriteModel<Document>> writes = writes(source, places);
            if (!writes.isEmpty()) {
                removed = removed.thenCompose(before ->
                        collections.get(source).run(c -> c.bulkWrite(writes)).thenAccept(done -> {}));
            }
        }
        return removed;
    }

    /** A document without further marks loses the field: then the partial index leaves it out. */
    private static List<WriteModel<Document>> writes(Source source, Map<Place, List<Object>> places) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        List<Object> all = new ArrayList<>();
        places.forEach((place, ids) -> {
            if (place.source() == source) {
                writes.add(new UpdateManyModel<>(place.marked(ids), pullAll(OutboxMarks.FIELD, place.marks())));
                all.addAll(ids);
            }
        });
        if (!all.isEmpty()) {
            Bson done = and(in("_id", all), size(OutboxMarks.FIELD, 0));
            writes.add(new UpdateManyModel<>(done, unset(OutboxMarks.FIELD)));
        }
        return writes;
    }

    private static Place place(String endpoint, OutboxEvent event) {
        if (event instanceof OutboxEvent.MessageCreated created) {
            return new Place(
                    Source.MESSAGES, marks(endpoint, created.message().chatId().value(), event.type()));
        }
        if (event instanceof OutboxEvent.MessagesRead read) {
            return new Place(Source.MESSAGES, marks(endpoint, read.chatId().value(), event.type()));
        }
        if (event instanceof OutboxEvent.ChatCreated created) {
            return new Place(Source.CHATS, marks(endpoint, created.chat().id().value(), event.type()));
        }
        if (event instanceof OutboxEvent.ChatChanged changed) {
            Bson version = eq(OutboxMarks.CHANGE, new ObjectId(changed.version()));
            return new Place(
                    Source.CHATS, marks(endpoint, changed.chat().id().value(), event.type()), Optional.of(version));
        }
        if (event instanceof OutboxEvent.NotificationCreated created) {
            String user = created.notification().userId().value();
            return new Place(Source.NOTIFICATIONS, marks(endpoint, user, event.type()));
        }
        if (event instanceof OutboxEvent.MessageUnread unread) {
            String user = unread.reminder().receiver().value();
            return new Place(Source.REMINDERS, marks(endpoint, user, event.type()));
        }
        OutboxEvent.PresenceChanged presence = (OutboxEvent.PresenceChanged) event;
        return new Place(
                Source.USERS,
                marks(endpoint, presence.userId().value(), EventType.USER_ONLINE, EventType.USER_OFFLINE),
                Optional.of(eq("presenceVersion", presence.version())));
    }

    private static List<Object> documents(OutboxEvent event) {
        if (event instanceof OutboxEvent.MessageCreated created) {
            return List.of(IdCodec.of(created.message().id()));
        }
        if (event instanceof OutboxEvent.MessagesRead read) {
            return read.messages().stream().map(IdCodec::of).toList();
        }
        if (event instanceof OutboxEvent.ChatCreated created) {
            return List.of(IdCodec.of(created.chat().id()));
        }
        if (event instanceof OutboxEvent.ChatChanged changed) {
            return List.of(IdCodec.of(changed.chat().id()));
        }
        if (event instanceof OutboxEvent.NotificationCreated created) {
            return List.of(IdCodec.of(created.notification().id()));
        }
        if (event instanceof OutboxEvent.MessageUnread unread) {
            return List.of(IdCodec.of(unread.id()));
        }
        return List.of(IdCodec.of(((OutboxEvent.PresenceChanged) event).userId()));
    }

    private static List<String> marks(String endpoint, String key, EventType... types) {
        return Stream.of(types)
                .map(type -> OutboxMarks.mark(endpoint, type, Shards.of(key)))
                .toList();
    }
}
