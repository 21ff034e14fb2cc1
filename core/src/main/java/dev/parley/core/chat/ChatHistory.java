package dev.parley.core.chat;

import dev.parley.core.chat.MessageRepository.Messages;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads stored chats: pages of messages, unread counts, last messages. The caller has checked access to the chat. */
final class ChatHistory {
    private final MessageRepository messages;
    private final ReceiptPrivacy privacy;

    ChatHistory(MessageRepository messages, ReceiptPrivacy privacy) {
        this.messages = messages;
        this.privacy = privacy;
    }

    CompletionStage<Messages> after(Chat chat, Optional<UserId> viewer, long after, int limit) {
        return messages.after(chat.id(), after, limit).thenCompose(page -> privacy.shownTo(viewer, chat, page));
    }

    CompletionStage<Messages> before(Chat chat, Optional<UserId> viewer, long before, int limit) {
        return messages.before(chat.id(), before, limit).thenCompose(page -> privacy.shownTo(viewer, chat, page));
    }

    /**
     * The unread count is read last, so that it includes every message up to {@code lastSeq}.
     *
     * @param afterSeq the last message that the user has; empty for the newest {@code limit}
     */
    CompletionStage<JoinedChat> catchUp(Chat chat, UserId user, OptionalLong afterSeq, int limit) {
        CompletionStage<Messages> missed = afterSeq.isPresent()
                ? after(chat, Optional.of(user), afterSeq.getAsLong(), limit)
                : before(chat, Optional.of(user), Long.MAX_VALUE, limit);
        return missed.thenCompose(page -> newest(chat.id(), afterSeq, page)
                .thenCompose(newest -> messages.countUnread(chat.id(), user, newest)
                        .thenApply(unread ->
                                new JoinedChat(chat.id(), newest.seq(), unread, page.messages(), page.hasMore()))));
    }

    CompletionStage<ChatView> view(Chat chat, Optional<UserId> viewer) {
        return viewer.map(user -> views(List.of(chat), user).thenApply(views -> views.get(0)))
                .orElseGet(() -> CompletableFuture.completedStage(new ChatView(chat, 0)));
    }

    /** In the order of the chats. */
    CompletionStage<List<ChatView>> views(List<Chat> chats, UserId viewer) {
        Collection<ChatId> ids = chats.stream().map(Chat::id).toList();
        return privacy.shownTo(Optional.of(viewer), chats)
                .thenCombine(messages.countUnread(ids, viewer), ChatHistory::views);
    }

    private static List<ChatView> views(List<Chat> chats, Map<ChatId, Long> unread) {
        return chats.stream()
                .map(chat -> new ChatView(chat, unread.getOrDefault(chat.id(), 0L)))
                .toList();
    }

    /** Saves the query where the page already ends with the newest message, or is the newest and empty. */
    private CompletionStage<ChatTail> newest(ChatId id, OptionalLong afterSeq, Messages page) {
        boolean endsWithNewest = afterSeq.isEmpty() || !page.hasMore();
        if (endsWithNewest && !page.messages().isEmpty()) {
            Message newest = page.messages().get(page.messages().size() - 1);
            return CompletableFuture.completedStage(ChatTail.of(newest));
        }
        return afterSeq.isEmpty() ? CompletableFuture.completedStage(ChatTail.EMPTY) : messages.newest(id);
    }
}
