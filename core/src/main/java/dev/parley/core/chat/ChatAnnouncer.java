package dev.parley.core.chat;

import dev.parley.core.chat.MessageRepository.Receipt;
import dev.parley.core.chat.MessageRepository.Stored;
import dev.parley.core.error.Failures;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import dev.parley.core.logging.OncePerMinute;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces changes of a chat after they are stored. Never fails the use case: when a lookup fails it logs that and announces nothing;
 * clients read the change from history later, a message after a resync. Typing and receipts are not announced across a block.
 */
final class ChatAnnouncer {
    private static final Logger LOG = LoggerFactory.getLogger(ChatAnnouncer.class);
    private static final int REMEMBERED_MESSAGES = 20_000;

    private final RoomBroadcaster rooms;
    private final Blocks blocks;
    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);
    /** Announced by this node, or followed by a resync. */
    private final RecentlyUsed<MessageId, Boolean> announced = new RecentlyUsed<>(REMEMBERED_MESSAGES);

    ChatAnnouncer(RoomBroadcaster rooms, Blocks blocks) {
        this.rooms = rooms;
        this.blocks = blocks;
    }

    /** To the room at once, to the devices of its audience once the unread count is known. The second time it does nothing. */
    void posted(Stored stored) {
        Message message = stored.message();
        if (announced.add(message.id(), true)) {
            rooms.messagePosted(message);
            message.audience().forEach(user -> notify(user, stored));
        }
    }

    private void notify(UserId user, Stored stored) {
        Message message = stored.message();
        stored.unread()
                .apply(user)
                .thenAccept(unread -> rooms.notified(user, message, unread))
                .whenComplete((done, failure) -> resyncAfter("message-notification", message, failure));
    }

    /**
     * A retry has found this message stored. The node that stored it announces it, at once or when MongoDB confirms the write late,
     * unless that node was killed in between. No other node can tell which, so it does not announce the message a second
     * time: it tells the sockets concerned to resync, once. They read the message from history, whichever it was.
     */
    void repeated(Message message) {
        if (announced.add(message.id(), true)) {
            rooms.resync(message);
        }
    }

    void delivered(Chat chat, UserId receiver, Receipt receipt, Instant at) {
        if (receipt.count() > 0) {
            unlessBlocked(chat, () -> rooms.messagesDelivered(chat.id(), receiver, receipt.upToSeq(), at))
                    .whenComplete((done, failure) -> warn("messages-delivered", failure));
        }
    }

    /** With a block, or when the lookup of blocks fails, only to the reader's own devices. */
    void read(Chat chat, UserId reader, Receipt receipt, Instant at) {
        if (receipt.count() > 0) {
            blocks.isBlocked(chat).whenComplete((isBlocked, failure) -> {
                warn("messages-read", failure);
                if (failure == null && !isBlocked) {
                    rooms.messagesRead(chat.id(), reader, receipt.upToSeq(), receipt.count(), at);
                } else {
                    rooms.messagesReadPrivately(chat.id(), reader, receipt.upToSeq(), receipt.count(), at);
                }
            });
        }
    }

    /** Fails when the lookup of blocks fails; the client that types gets the error. */
    CompletionStage<Void> typing(Chat chat, UserId typist, boolean isTyping) {
        return unlessBlocked(chat, () -> rooms.userTyping(chat.id(), typist, isTyping));
    }

    private CompletionStage<Void> unlessBlocked(Chat chat, Runnable announce) {
        return blocks.isBlocked(chat).thenAccept(isBlocked -> {
            if (!isBlocked) {
                announce.run();
            }
        });
    }

    private void resyncAfter(String event, Message message, Throwable failure) {
        if (failure != null) {
            warn(event, failure);
            rooms.resync(message);
        }
    }

    private void warn(String event, Throwable failure) {
        if (failure != null) {
            failures.run(count -> LOG.warn(
                    "{} changes of chats were not announced, the last one {}: {}",
                    count,
                    event,
                    Failures.words(failure)));
        }
    }
}
