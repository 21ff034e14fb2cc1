package dev.parley.core.chat;

import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.error.Failures;
import dev.parley.core.error.Rejection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A client's further attempts to send one message, recognised by their {@code clientMessageId}. */
final class Retries {
    private final ChatRepository chats;
    private final MessageRepository messages;
    private final ReceiptPrivacy privacy;
    private final ChatAnnouncer announcer;

    Retries(ChatRepository chats, MessageRepository messages, ReceiptPrivacy privacy, ChatAnnouncer announcer) {
        this.chats = chats;
        this.messages = messages;
        this.privacy = privacy;
        this.announcer = announcer;
    }

    /** A retry of a stored message completes with that message, whatever rule refuses it now. */
    CompletionStage<Appended> earlierAttempt(SendMessage command, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (!(cause instanceof Rejection) || command.clientMessageId().isEmpty()) {
            return CompletableFuture.failedStage(cause);
        }
        return messages.findAttempt(command).thenCompose(earlier -> earlier.map(
                        first -> CompletableFuture.completedStage(new Appended(first, false)))
                .orElseGet(() -> CompletableFuture.failedStage(cause)));
    }

    /** Completes with what the sender may see. Sockets that may have missed the message are told to resync. */
    CompletionStage<Appended> answered(Appended appended) {
        if (appended.isNew()) {
            return CompletableFuture.completedStage(appended);
        }
        Message message = appended.message();
        announcer.repeated(message);
        return chats.findRecent(message.chatId())
                .thenCompose(chat -> chat.map(known -> privacy.shownTo(Optional.of(message.sender()), known, message))
                        .orElseGet(() -> CompletableFuture.completedStage(message)))
                .thenApply(shown -> new Appended(shown, false));
    }
}
