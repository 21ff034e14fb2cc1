package dev.parley.core.chat;

import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.error.Failures;
import dev.parley.core.error.Rejection;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A client's further attempts to send one message, recognised by their {@code clientMessageId}. */
final class Retries {
    /** How long after storing a message may still be announced for the first time. */
    private static final Duration YOUNG = Duration.ofMinutes(2);

    private final ChatRepository chats;
    private final MessageRepository messages;
    private final ReceiptPrivacy privacy;
    private final ChatAnnouncer announcer;
    private final Clock clock;

    Retries(
            ChatRepository chats,
            MessageRepository messages,
            ReceiptPrivacy privacy,
            ChatAnnouncer announcer,
            Clock clock) {
        this.chats = chats;
        this.messages = messages;
        this.privacy = privacy;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** A retry of a stored message completes with that message, whatever rule refuses it now. */
    CompletionStage<Appended> earlierAttempt(SendMessage command, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (!(cause instanceof Rejection) || command.clientMessageId().isEmpty()) {
            return CompletableFuture.failedStage(cause);
        }
        return messages.findAttempt(
                        command.chatId(),
                        command.sender(),
                        command.clientMessageId().get())
                .thenCompose(
                        earlier -> earlier.map(first -> CompletableFuture.completedStage(new Appended(first, false)))
                                .orElseGet(() -> CompletableFuture.failedStage(cause)));
    }

    /** Completes with what the sender may see. Announces a young message that no node can have announced yet. */
    CompletionStage<Appended> answered(Appended appended) {
        if (appended.isNew()) {
            return CompletableFuture.completedStage(appended);
        }
        Message message = appended.message();
        return chats.find(message.chatId()).thenCompose(chat -> {
            announceMissed(chat, message);
            return chat.map(known -> privacy.shownTo(Optional.of(message.sender()), known, message))
                    .orElseGet(() -> CompletableFuture.completedStage(message))
                    .thenApply(shown -> new Appended(shown, false));
        });
    }

    /** The node that stores a message announces it and then updates the chat: a chat that is behind shows that it did neither. */
    private void announceMissed(Optional<Chat> chat, Message message) {
        boolean isYoung = message.createdAt().plus(YOUNG).isAfter(clock.instant());
        if (isYoung && chat.filter(known -> known.lastSeq() < message.seq()).isPresent()) {
            announcer.posted(message);
        }
    }
}
