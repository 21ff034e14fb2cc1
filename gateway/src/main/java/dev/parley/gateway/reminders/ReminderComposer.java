package dev.parley.gateway.reminders;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.core.reminder.ReminderRules;
import dev.parley.core.reminder.UnreadChat;
import dev.parley.core.user.User;
import dev.parley.core.user.UserRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Composes reminders from messages and what the stores say about their chats and users. Any thread. */
final class ReminderComposer {
    private final ChatRepository chats;
    private final MessageRepository messages;
    private final UserRepository users;

    ReminderComposer(ReminderStores stores) {
        this.chats = stores.chats();
        this.messages = stores.messages();
        this.users = stores.users();
    }

    /**
     * Empty when there is nothing to say: the receiver is suspended or has blocked the senders, or the chats were deleted.
     *
     * @param unmentioned the oldest first
     */
    CompletionStage<Optional<Reminder>> compose(
            UserId receiver, ReminderChannel channel, List<Message> unmentioned, Instant now) {
        Map<ChatId, List<Message>> byChat = ReminderRules.byChat(unmentioned);
        String key = ReminderRules.key(receiver, channel, unmentioned);
        return users.find(receiver)
                .thenApply(found -> found.orElseGet(() -> User.unknown(receiver)))
                .thenCombine(messages.countUnread(byChat.keySet(), receiver), Facts::new)
                .thenCompose(facts -> found(byChat.keySet()).thenApply(open -> open.stream()
                        .filter(chat -> facts.allows(chat))
                        .map(chat -> facts.unread(chat, byChat.get(chat.id())))
                        .sorted(Comparator.comparing(each -> each.last().createdAt()))
                        .toList()))
                .thenApply(unread ->
                        unread.isEmpty() ? Optional.empty() : Optional.of(new Reminder(receiver, unread, key, now)));
    }

    private record Facts(User receiver, Map<ChatId, Long> counts) {

        boolean allows(Chat chat) {
            return !receiver.suspended() && !receiver.hasBlocked(chat.otherThan(receiver.id()));
        }

        UnreadChat unread(Chat chat, List<Message> unmentioned) {
            long count = Math.max(counts.getOrDefault(chat.id(), 0L), unmentioned.size());
            return new UnreadChat(chat, count, unmentioned.get(0), unmentioned.get(unmentioned.size() - 1));
        }
    }

    private CompletionStage<List<Chat>> found(Iterable<ChatId> ids) {
        CompletionStage<List<Chat>> all = CompletableFuture.completedStage(new ArrayList<>());
        for (ChatId id : ids) {
            all = all.thenCombine(chats.find(id), (found, chat) -> {
                chat.ifPresent(found::add);
                return found;
            });
        }
        return all;
    }
}
