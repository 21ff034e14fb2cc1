package dev.parley.core.mongo;

import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.Outbox.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the events of one kind of document are.
 *
 * @param key the field whose events have an order
 * @param order the fields that give this order
 * @param created the event that storing such a document is
 */
record OutboxSource(
        String collection, List<EventType> types, String key, List<String> order, Optional<EventType> created) {

    static OutboxSource of(Source source) {
        return switch (source) {
            case MESSAGES ->
                new OutboxSource(
                        "messages",
                        List.of(EventType.MESSAGE_CREATED, EventType.MESSAGE_READ),
                        "chatId",
                        List.of("chatId", "seq"),
                        Optional.of(EventType.MESSAGE_CREATED));
            case CHATS ->
                new OutboxSource(
                        "chats",
                        List.of(EventType.CHAT_CREATED, EventType.CHAT_CHANGED),
                        "_id",
                        List.of("_id"),
                        Optional.of(EventType.CHAT_CREATED));
            case NOTIFICATIONS ->
                new OutboxSource(
                        "notifications",
                        List.of(EventType.NOTIFICATION_CREATED),
                        "userId",
                        List.of("userId", "_id"),
                        Optional.of(EventType.NOTIFICATION_CREATED));
            case REMINDERS ->
                new OutboxSource(
                        "reminders",
                        List.of(EventType.MESSAGE_UNREAD),
                        "userId",
                        List.of("userId", "_id"),
                        Optional.of(EventType.MESSAGE_UNREAD));
            case USERS ->
                new OutboxSource(
                        "users",
                        List.of(EventType.USER_ONLINE, EventType.USER_OFFLINE),
                        "_id",
                        List.of("_id"),
                        Optional.empty());
        };
    }

    /** The fields of the index. */
    List<String> indexed() {
        List<String> fields = new ArrayList<>(List.of(OutboxMarks.FIELD));
        fields.addAll(order);
        return fields;
    }
}
