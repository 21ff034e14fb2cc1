package dev.parley.gateway.logging;

import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.presence.NodeId;
import java.util.Optional;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The fields of a log line about a request: ids, never contents.
 *
 * @param user of the request; empty while it is not known
 * @param chat that the request names; empty for none
 */
public record LogFields(String request, NodeId node, Optional<UserId> user, Optional<ChatId> chat) {

    /** Empty for text that is not a chat's id: a client may send anything. */
    public static Optional<ChatId> chatNamed(String id) {
        try {
            return Optional.of(new ChatId(id)).filter(ChatId::isObjectId);
        } catch (Rejection impossible) {
            return Optional.empty();
        }
    }

    public LoggingEventBuilder on(LoggingEventBuilder line) {
        LoggingEventBuilder described = line.addKeyValue("request", request).addKeyValue("node", node.value());
        if (user.isPresent()) {
            described = described.addKeyValue("user", user.get().value());
        }
        if (chat.isPresent()) {
            described = described.addKeyValue("chat", chat.get().value());
        }
        return described;
    }
}
