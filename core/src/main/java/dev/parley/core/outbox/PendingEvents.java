package dev.parley.core.outbox;

import dev.parley.core.chat.Chat;
import java.util.List;
import java.util.Optional;

/**
 * Events to be delivered one after the other, the oldest first.
 *
 * @param key id of the chat or user whose events they are; those of two keys have no order
 * @param chat of events that belong to one; empty also when the chat was deleted
 */
public record PendingEvents(String key, Optional<Chat> chat, List<OutboxEvent> events) {

    public PendingEvents {
        events = List.copyOf(events);
    }
}
