package dev.parley.gateway.http;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.gateway.auth.Caller;
import dev.parley.gateway.logging.LogFields;
import dev.parley.presence.NodeId;
import java.util.Map;
import java.util.Optional;
import org.slf4j.spi.LoggingEventBuilder;

/** What logs and metrics say about a request. Filled while the request is handled, by one thread at a time. */
final class HttpLogContext {
    private static final String CHATS = "/api/chats/{id}";

    private final NodeId node;
    private final String id;
    private final String method;
    private volatile String route = "none";
    private volatile Optional<ChatId> chat = Optional.empty();
    private volatile Optional<UserId> user = Optional.empty();

    HttpLogContext(NodeId node, String id, String method) {
        this.node = node;
        this.id = id;
        this.method = method;
    }

    String id() {
        return id;
    }

    String method() {
        return method;
    }

    /** The template of the matched path; {@code none} for an unknown path. */
    String route() {
        return route;
    }

    /** @param values of the placeholders in the template */
    void isFor(String template, Map<String, String> values) {
        route = template;
        chat = template.startsWith(CHATS) ? LogFields.chatNamed(values.get("id")) : Optional.empty();
    }

    void isFrom(Caller caller) {
        user = caller.user();
    }

    LoggingEventBuilder on(LoggingEventBuilder line) {
        LoggingEventBuilder named = line.addKeyValue("method", method).addKeyValue("route", route);
        return new LogFields(id, node, user, chat).on(named);
    }
}
