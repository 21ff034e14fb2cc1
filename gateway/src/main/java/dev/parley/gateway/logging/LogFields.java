package dev.parley.gateway.logging;

import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.presence.NodeId;
import java.util.Optional;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What each log line about a request says beside its text, as fields of their own: ids, and never what was said.
 *
 * @param user who asks, once that is known
 * @param chat which the request is about, if it is about one
 */
public record LogFields(String request, NodeId node, Optional<UserId> user, Optional<ChatId> chat) {

    /** Empty for what cannot be a chat's id: whoever asked may have put anything there. */
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
