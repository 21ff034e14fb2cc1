package dev.parley.core.chat;

import dev.parley.core.chat.MessageRepository.Messages;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hides receipts across a block in stored messages, as they are hidden in live events: the sender does not see whether a
 * blocked or blocking receiver received or read a message. A service sees all receipts.
 */
final class ReceiptPrivacy {
    private final Blocks blocks;

    ReceiptPrivacy(Blocks blocks) {
        this.blocks = blocks;
    }

    CompletionStage<Messages> shownTo(Optional<UserId> viewer, Chat chat, Messages page) {
        if (page.messages().stream().noneMatch(message -> hasForeignReceipt(message, viewer))) {
            return CompletableFuture.completedStage(page);
        }
        return blocks.isBlocked(chat).thenApply(blocked -> blocked ? hidden(page, viewer) : page);
    }

    CompletionStage<Message> shownTo(Optional<UserId> viewer, Chat chat, Message message) {
        return shownTo(viewer, chat, new Messages(List.of(message), false))
                .thenApply(shown -> shown.messages().get(0));
    }

    /** The chats with what the viewer may see of their last messages. */
    CompletionStage<List<Chat>> shownTo(Optional<UserId> viewer, List<Chat> chats) {
        List<Chat> concerned =
                chats.stream().filter(chat -> hasForeignReceipt(chat, viewer)).toList();
        return concerned.isEmpty()
                ? CompletableFuture.completedStage(chats)
                : blocks.blocked(concerned).thenApply(blocked -> hidden(chats, blocked, viewer));
    }

    private static List<Chat> hidden(List<Chat> chats, Set<ChatId> blocked, Optional<UserId> viewer) {
        return chats.stream()
                .map(chat -> blocked.contains(chat.id()) && hasForeignReceipt(chat, viewer)
                        ? chat.withLastMessage(chat.lastMessage().map(Message::withoutReceipts))
                        : chat)
                .toList();
    }

    private static Messages hidden(Messages page, Optional<UserId> viewer) {
        return new Messages(
                page.messages().stream()
                        .map(message -> hasForeignReceipt(message, viewer) ? message.withoutReceipts() : message)
                        .toList(),
                page.hasMore());
    }

    private static boolean hasForeignReceipt(Chat chat, Optional<UserId> viewer) {
        return chat.lastMessage()
                .filter(last -> hasForeignReceipt(last, viewer))
                .isPresent();
    }

    private static boolean hasForeignReceipt(Message message, Optional<UserId> viewer) {
        return (message.delivered() || message.isRead())
                && !message.isSystem()
                && viewer.filter(message.sender()::equals).isPresent();
    }
}
