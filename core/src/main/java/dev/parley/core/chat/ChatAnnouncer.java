package dev.parley.core.chat;

import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.MessageRepository.Receipt;
import dev.parley.core.id.UserId;
import dev.parley.core.user.User;
import dev.parley.core.user.UserRepository;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what has happened, after it happened. Never fails the use case: what it cannot find out is logged and not told,
 * and read from history later. Between two people of whom one has blocked the other it tells neither typing nor receipts.
 */
final class ChatAnnouncer {
    private static final Logger LOG = LoggerFactory.getLogger(ChatAnnouncer.class);

    private final RoomBroadcaster rooms;
    private final MessageRepository messages;
    private final UserRepository users;

    ChatAnnouncer(RoomBroadcaster rooms, MessageRepository messages, UserRepository users) {
        this.rooms = rooms;
        this.messages = messages;
        this.users = users;
    }

    /** The room hears it at once, the receiver's devices as soon as the unread count is known. */
    Appended posted(Appended appended) {
        if (appended.isNew()) {
            Message message = appended.message();
            rooms.messagePosted(message);
            messages.countUnread(message.chatId(), message.receiver())
                    .thenAccept(unread -> rooms.receiverNotified(message, unread))
                    .whenComplete((told, failure) -> warn("message-notification", failure));
        }
        return appended;
    }

    void delivered(Chat chat, UserId receiver, Receipt receipt, Instant at) {
        if (receipt.count() > 0) {
            unlessBlocked(chat, () -> rooms.messagesDelivered(chat.id(), receiver, receipt.upToSeq(), at))
                    .whenComplete((told, failure) -> warn("messages-delivered", failure));
        }
    }

    Receipt read(Chat chat, UserId reader, Receipt receipt, Instant at) {
        if (receipt.count() > 0) {
            unlessBlocked(chat, () -> rooms.messagesRead(chat.id(), reader, receipt.upToSeq(), receipt.count(), at))
                    .whenComplete((told, failure) -> warn("messages-read", failure));
        }
        return receipt;
    }

    /** Fails when nobody can say whether one has blocked the other; the typist is told so. */
    CompletionStage<Void> typing(Chat chat, UserId typist, boolean isTyping) {
        return unlessBlocked(chat, () -> rooms.userTyping(chat.id(), typist, isTyping));
    }

    private CompletionStage<Void> unlessBlocked(Chat chat, Runnable tell) {
        return users.findAll(List.of(chat.client(), chat.provider())).thenAccept(people -> {
            if (!hasBlock(chat, people)) {
                tell.run();
            }
        });
    }

    private static boolean hasBlock(Chat chat, Map<UserId, User> people) {
        return people.get(chat.client()).hasBlocked(chat.provider())
                || people.get(chat.provider()).hasBlocked(chat.client());
    }

    private static void warn(String event, Throwable failure) {
        if (failure != null) {
            LOG.warn("{} was not told: {}", event, failure.toString());
        }
    }
}
