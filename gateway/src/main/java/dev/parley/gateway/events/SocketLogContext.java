package dev.parley.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.IdGenerator;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.logging.LogFields;
import dev.parley.gateway.wire.Request;
import dev.parley.presence.NodeId;
import java.util.Optional;
import org.slf4j.spi.LoggingEventBuilder;

/** One request over Socket.IO as the logs tell of it. Its id is made when a line wants it, since most leave none. */
final class SocketLogContext {
    private final Connection connection;
    private final Request<?, ?> request;
    private final JsonNode arrived;
    private final NodeId node;
    private final IdGenerator ids;
    private String id;

    SocketLogContext(Connection connection, Request<?, ?> request, JsonNode arrived, NodeId node, IdGenerator ids) {
        this.connection = connection;
        this.request = request;
        this.arrived = arrived;
        this.node = node;
        this.ids = ids;
    }

    String event() {
        return request.name();
    }

    /** The same at each call. */
    synchronized String id() {
        if (id == null) {
            id = ids.next();
        }
        return id;
    }

    LoggingEventBuilder on(LoggingEventBuilder line) {
        Optional<ChatId> chat = request.chatIn(arrived).flatMap(LogFields::chatNamed);
        var fields = new LogFields(id(), node, connection.identity().map(Identity::userId), chat);
        return fields.on(line.addKeyValue("event", event()));
    }
}
