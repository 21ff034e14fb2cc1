package dev.parley.presence;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** On which nodes a user types in a chat. Entries expire, so that a node that is killed leaves nothing behind. */
public interface TypingRegistry {

    /**
     * The user types on this node, for the given time unless repeated. Completes when that is registered, or when the registry does
     * not answer soon. Never fails.
     */
    CompletionStage<Void> started(Typist typist, Duration expiry);

    /**
     * The user types on this node no more. Completes with whether the user types on no other node either; with true when the
     * registry does not answer soon. Never fails.
     */
    CompletionStage<Boolean> stopped(Typist typist);

    /**
     * Completes with users whose entries have expired without a {@link #stopped}. Each is given to one node of the cluster, which
     * calls {@link #stopped}; if it does not, to the next one. Fails while the registry is unavailable.
     */
    CompletionStage<List<Typist>> takeExpired();

    /** A user in a chat. */
    record Typist(ChatId chat, UserId user) {}
}
