package dev.parley.core.rules;

import dev.parley.core.chat.MessageRules.Accepted;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.error.StorageException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A server of the business that allows, refuses or rewrites messages. */
@FunctionalInterface
public interface MessageHook {

    /**
     * Completes with the answer, or fails when there is none in time.
     *
     * @param accepted by all other rules
     * @param explains whether the message is not going to be sent
     */
    CompletionStage<Answer> ask(HookRule rule, SendMessage command, Accepted accepted, boolean explains);

    /** For a gateway without hooks. */
    static MessageHook none() {
        return (rule, command, accepted, explains) ->
                CompletableFuture.failedStage(new StorageException("there is no hook", null));
    }

    /** What the business says. */
    sealed interface Answer {
        Answer ALLOW = new Allow();

        record Allow() implements Answer {}

        /** @param text for the sender */
        record Refuse(String text) implements Answer {}

        /** @param content trimmed; takes the place of the message's own */
        record Replace(String content) implements Answer {}
    }
}
