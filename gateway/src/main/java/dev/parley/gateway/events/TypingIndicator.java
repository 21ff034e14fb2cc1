package dev.parley.gateway.events;

import dev.parley.core.chat.ChatService;
import dev.parley.core.id.ChatId;
import dev.parley.gateway.timers.PeriodicTask;
import dev.parley.gateway.timers.Timers;
import dev.parley.presence.TypingRegistry;
import dev.parley.presence.TypingRegistry.Typist;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces typing in chats. Typing of a user ends when no device, on any node, types in the chat any more. A device ends it 6 s after
 * the last start, on send, on leave and on disconnect; when its node is killed another node ends it. Any thread; never blocks.
 */
public final class TypingIndicator {
    static final Duration ENDS_AFTER = Duration.ofSeconds(6);
    /** Of the entry in the registry, in case the node is killed before it ends the typing. */
    private static final Duration EXPIRES_AFTER = ENDS_AFTER.plusSeconds(2);

    private static final Duration SWEEP_PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(TypingIndicator.class);

    private final ChatService chats;
    private final TypingRegistry registry;
    private final Timers timers;
    /** Devices of this node that type, by chat and user. */
    private final ConcurrentMap<Typist, Integer> devices = new ConcurrentHashMap<>();

    private PeriodicTask expiries;

    public TypingIndicator(ChatService chats, TypingRegistry registry, Timers timers) {
        this.chats = chats;
        this.registry = registry;
        this.timers = timers;
    }

    /** Begins to end the typing of users whose node was killed. */
    public void start(ScheduledExecutorService timer) {
        expiries = PeriodicTask.start("the end of typing on killed nodes", timer, SWEEP_PAUSE, this::endExpired);
    }

    public void stop() {
        expiries.cancel();
    }

    /**
     * Over the rate nothing is announced, and the client is not told; the device keeps typing. Deliberate: the start is recorded before it
     * is announced, so that a disconnect in between ends it.
     */
    CompletionStage<Void> started(Connection connection, ChatId chat) {
        boolean isAnnounced = connection.takeTypingStart();
        if (!(isAnnounced || connection.isTyping(chat)) || !keep(connection, chat)) {
            return CompletableFuture.completedFuture(null);
        }
        return isAnnounced ? announceStart(connection, chat) : CompletableFuture.completedFuture(null);
    }

    /**
     * Deliberate: registered before it is announced, so that another node ends it when this one is killed in between. The device may
     * have stopped meanwhile: then the start is announced after the end, which is repeated.
     */
    private CompletionStage<Void> announceStart(Connection connection, ChatId chat) {
        Typist typist = typist(connection, chat);
        return registry.started(typist, EXPIRES_AFTER)
                .thenCompose(registered -> chats.typing(chat, connection.caller(), true))
                .thenCompose(announced -> connection.isTyping(chat)
                        ? CompletableFuture.completedFuture(null)
                        : endUnlessTypingElsewhere(typist))
                .whenComplete((done, failure) -> {
                    if (failure != null && forget(connection, chat) && !devices.containsKey(typist)) {
                        registry.stopped(typist);
                    }
                });
    }

    /** A stop of a device that does not type is announced as well, within the rate, unless another device types. */
    CompletionStage<Void> stopped(Connection connection, ChatId chat) {
        boolean wasTyping = forget(connection, chat);
        return wasTyping || connection.takeTypingStart()
                ? endUnlessTypingElsewhere(typist(connection, chat))
                : CompletableFuture.completedFuture(null);
    }

    /** Called on what shows that the device has stopped: the message was sent, the chat left, the time is up. */
    void ended(Connection connection, ChatId chat) {
        if (forget(connection, chat)) {
            endUnlessTypingElsewhere(typist(connection, chat)).exceptionally(TypingIndicator::notAnnounced);
        }
    }

    void endedEverywhere(Connection connection) {
        connection.typingIn().forEach(chat -> ended(connection, chat));
    }

    /** Ends the typing of users whose node was killed. */
    private void endExpired() {
        registry.takeExpired()
                .thenAccept(expired -> expired.forEach(
                        typist -> endUnlessTypingElsewhere(typist).exceptionally(TypingIndicator::notAnnounced)))
                .exceptionally(TypingIndicator::notAnnounced);
    }

    private CompletionStage<Void> endUnlessTypingElsewhere(Typist typist) {
        if (devices.containsKey(typist)) {
            return CompletableFuture.completedFuture(null);
        }
        return registry.stopped(typist)
                .thenCompose(isLast -> isLast
                        ? chats.typing(typist.chat(), typist.user(), false)
                        : CompletableFuture.completedFuture(null));
    }

    /** False when the socket is closed or types in too many chats. */
    private boolean keep(Connection connection, ChatId chat) {
        Timers.Pending end = timers.after(ENDS_AFTER, () -> ended(connection, chat));
        return connection.typing(chat, end, () -> devices.merge(typist(connection, chat), 1, Integer::sum));
    }

    /** True when the device was typing. */
    private boolean forget(Connection connection, ChatId chat) {
        boolean wasTyping = connection.endTyping(chat);
        if (wasTyping) {
            devices.computeIfPresent(typist(connection, chat), (same, count) -> count == 1 ? null : count - 1);
        }
        return wasTyping;
    }

    private static Typist typist(Connection connection, ChatId chat) {
        return new Typist(chat, connection.caller());
    }

    private static Void notAnnounced(Throwable failure) {
        LOG.debug("an end of typing was not announced: {}", failure.toString());
        return null;
    }
}
