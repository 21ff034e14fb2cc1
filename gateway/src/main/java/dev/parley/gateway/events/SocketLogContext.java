package dev.parley.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.IdGenerator;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.logging.LogFields;
import dev.parley.gateway.wire.ClientEvent;
import dev.parley.presence.NodeId;
import java.util.Optional;
import org.slf4j.spi.LoggingEventBuilder;

/** The log fields of one client event. Its request id is created with the first log line: most events leave none. */
final class SocketLogContext {
    private final Connection connection;
    private final ClientEvent<?, ?> event;
    private final JsonNode payload;
    private final NodeId node;
    private final IdGenerator ids;
    private String id;

    SocketLogContext(Connection connection, ClientEvent<?, ?> event, JsonNode payload, NodeId node, IdGenerator ids) {
        this.connection = connection;
        this.event = event;
        this.payload = payload;
        this.node = node;
        this.ids = ids;
    }

    String event() {
        return event.name();
    }

    /** The same at each call. */
    synchronized String id() {
        if (id == null) {
            id = ids.next();
        }
        return id;
    }

    LoggingEventBuilder on(LoggingEventBuilder line) {
        Optional<ChatId> chat = event.chatIn(payload).flatMap(LogFields::chatNamed);
        var fields = new LogFields(id(), node, connection.identity().map(Identity::userId), chat);
        return fields.on(line.addKeyValue("event", event()));
    }
}
