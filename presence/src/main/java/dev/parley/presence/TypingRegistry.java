package dev.parley.presence;

import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** On which nodes a user types in a chat. Entries expire, so that a node that dies leaves nothing behind. */
public interface TypingRegistry {

    /** The user types on this node, for the given time unless repeated. Never fails: without an answer the entry is missing. */
    void started(ChatId chat, UserId user, Duration expiry);

    /**
     * The user types on this node no more. Completes with whether the user types on no other node either; with true when the
     * registry does not answer soon. Never fails.
     */
    CompletionStage<Boolean> stopped(ChatId chat, UserId user);
}
