package dev.parley.gateway.events;

import dev.parley.core.chat.ChatService;
import dev.parley.core.id.ChatId;
import dev.parley.gateway.timers.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is typing where, on this node's sockets. Typing ends by itself, so that nobody types for ever. */
public final class TypingIndicator {
    static final Duration ENDS_AFTER = Duration.ofSeconds(6);
    private static final Logger LOG = LoggerFactory.getLogger(TypingIndicator.class);

    private final ChatService chats;
    private final Timers timers;

    public TypingIndicator(ChatService chats, Timers timers) {
        this.chats = chats;
        this.timers = timers;
    }

    /** Over the rate nothing is announced, and nobody is told so; a typist stays one. */
    CompletionStage<Void> started(Connection connection, ChatId chat) {
        if (!connection.takeTypingStart()) {
            if (connection.isTyping(chat)) {
                watch(connection, chat);
            }
            return CompletableFuture.completedFuture(null);
        }
        return chats.typing(chat, connection.caller(), true).thenRun(() -> watch(connection, chat));
    }

    CompletionStage<Void> stopped(Connection connection, ChatId chat) {
        boolean announced = connection.endTyping(chat) || connection.takeTypingStart();
        return announced ? chats.typing(chat, connection.caller(), false) : CompletableFuture.completedFuture(null);
    }

    /** On what shows that the typing is over: the message was sent, the chat left, the time up. */
    void ended(Connection connection, ChatId chat) {
        if (connection.endTyping(chat)) {
            chats.typing(chat, connection.caller(), false).exceptionally(TypingIndicator::unheard);
        }
    }

    void endedEverywhere(Connection connection) {
        connection.typingIn().forEach(chat -> ended(connection, chat));
    }

    private void watch(Connection connection, ChatId chat) {
        connection.typing(chat, timers.after(ENDS_AFTER, () -> ended(connection, chat)));
    }

    private static Void unheard(Throwable failure) {
        LOG.debug("an end of typing was not announced: {}", failure.toString());
        return null;
    }
}
