package dev.parley.gateway.events;

import java.util.List;
import java.util.stream.Stream;

/** The handlers of all client events that {@code WireEvents} declares. */
public record Handlers(
        ConnectionHandler connections, ChatHandler chats, NotificationHandler notifications, PresenceHandler presence) {

    List<Endpoint<?, ?>> endpoints() {
        return Stream.<EventHandlers>of(connections, chats, notifications, presence)
                .flatMap(group -> group.endpoints().stream())
                .toList();
    }
}
