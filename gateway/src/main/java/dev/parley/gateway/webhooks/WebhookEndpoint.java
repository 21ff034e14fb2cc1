package dev.parley.gateway.webhooks;

import dev.parley.core.chat.Chat;
import dev.parley.core.endpoint.Target;
import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.OutboxEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One receiver of events.
 *
 * @param secrets for the signatures, decoded; empty for none
 * @param contexts patterns of the chats' contexts, where a final {@code *} stands for any rest; empty for every chat
 * @param timeout until the status of a response
 * @param concurrency requests at the same time from one node; those of one chat never overlap
 * @param pauseAfter how long it may fail before it is paused
 */
record WebhookEndpoint(
        String name,
        Target target,
        List<byte[]> secrets,
        Set<EventType> events,
        List<String> contexts,
        Duration timeout,
        int concurrency,
        Duration pauseAfter) {

    WebhookEndpoint {
        secrets = List.copyOf(secrets);
        events = Set.copyOf(events);
        contexts = List.copyOf(contexts);
    }

    /**
     * What the endpoint is told of an event; empty for nothing. Of unread messages it is told those in the chats that it wants.
     *
     * @param chat that the event belongs to
     */
    Optional<OutboxEvent> wanted(OutboxEvent event, Optional<Chat> chat) {
        if (event instanceof OutboxEvent.MessageUnread unread) {
            return unread.reminder()
                    .within(each -> wants(event.type(), Optional.of(each)))
                    .map(part -> new OutboxEvent.MessageUnread(unread.id(), part));
        }
        return wants(event.type(), chat) ? Optional.of(event) : Optional.empty();
    }

    boolean wants(EventType type, Optional<Chat> chat) {
        return events.contains(type) && (isWithoutChat(type) || contexts.isEmpty() || matches(chat));
    }

    private boolean matches(Optional<Chat> chat) {
        Optional<String> context = chat.flatMap(Chat::context);
        return context.isPresent() && contexts.stream().anyMatch(pattern -> matches(pattern, context.get()));
    }

    private static boolean matches(String pattern, String context) {
        return pattern.endsWith("*")
                ? context.startsWith(pattern.substring(0, pattern.length() - 1))
                : context.equals(pattern);
    }

    private static boolean isWithoutChat(EventType type) {
        return switch (type) {
            case NOTIFICATION_CREATED, USER_ONLINE, USER_OFFLINE -> true;
            default -> false;
        };
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return name;
    }
}
