package dev.parley.core.testing;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.SendMessage;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Messages in a list per chat. Thread-safe. */
public final class InMemoryMessages implements MessageRepository {
    private final Map<ChatId, List<Message>> messages = new HashMap<>();
    private final InMemoryChats chats;
    private boolean isUnavailable;

    public InMemoryMessages(InMemoryChats chats) {
        this.chats = chats;
    }

    /** While on, messages cannot be stored. */
    public synchronized void unavailable(boolean on) {
        isUnavailable = on;
    }

    @Override
    public synchronized CompletionStage<Appended> append(Message draft, Consumer<Stored> listener) {
        if (isUnavailable) {
            return CompletableFuture.failedStage(new StorageException("unavailable", null));
        }
        Optional<Message> earlier = attempt(draft.chatId(), draft.isSystem(), draft.sender(), draft.clientMessageId());
        if (earlier.isPresent()) {
            return completedStage(new Appended(earlier.get(), false));
        }
        List<Message> chat = messages.computeIfAbsent(draft.chatId(), id -> new ArrayList<>());
        Message stored = draft.after(chat.isEmpty() ? ChatTail.EMPTY : ChatTail.of(chat.get(chat.size() - 1)));
        chat.add(stored);
        chats.messageStored(stored);
        listener.accept(new Stored(stored, user -> countUnread(stored.chatId(), user, ChatTail.of(stored))));
        return completedStage(new Appended(stored, true));
    }

    @Override
    public synchronized CompletionStage<Optional<Message>> findAttempt(SendMessage command) {
        return completedStage(
                attempt(command.chatId(), command.isSystem(), command.sender(), command.clientMessageId()));
    }

    @Override
    public synchronized CompletionStage<Optional<Message>> find(MessageId id) {
        return completedStage(messages.values().stream()
                .flatMap(List::stream)
                .filter(message -> message.id().equals(id))
                .findFirst());
    }

    @Override
    public synchronized CompletionStage<Messages> after(ChatId chat, long after, int limit) {
        List<Message> wanted = of(chat).filter(message -> message.seq() > after).toList();
        return completedStage(new Messages(wanted.subList(0, Math.min(limit, wanted.size())), wanted.size() > limit));
    }

    @Override
    public synchronized CompletionStage<Messages> before(ChatId chat, long before, int limit) {
        List<Message> wanted =
                of(chat).filter(message -> message.seq() < before).toList();
        int from = Math.max(0, wanted.size() - limit);
        return completedStage(new Messages(wanted.subList(from, wanted.size()), from > 0));
    }

    @Override
    public synchronized CompletionStage<Set<Recipients>> recipientsSince(Instant since, int limit) {
        return completedStage(messages.values().stream()
                .flatMap(List::stream)
                .filter(message -> !message.createdAt().isBefore(since))
                .sorted(Comparator.comparing(Message::createdAt))
                .limit(limit)
                .flatMap(message -> message.audience().stream().map(user -> new Recipients(message.chatId(), user)))
                .collect(Collectors.toSet()));
    }

    @Override
    public synchronized CompletionStage<ChatTail> newest(ChatId chat) {
        return completedStage(
                of(chat).reduce((earlier, later) -> later).map(ChatTail::of).orElse(ChatTail.EMPTY));
    }

    @Override
    public CompletionStage<ChatTail> newestCounted(ChatId chat) {
        return newest(chat);
    }

    @Override
    public CompletionStage<ChatTail> lastSeen(ChatId chat) {
        return newest(chat);
    }

    @Override
    public synchronized CompletionStage<Receipt> markDelivered(
            ChatId chat, UserId receiver, Instant at, Consumer<Receipt> changed) {
        return completedStage(announced(
                changed,
                mark(
                        chat,
                        message -> message.receiver().equals(receiver) && !message.delivered(),
                        message -> marked(message, message.isRead(), message.readAt(), Optional.of(at)))));
    }

    @Override
    public synchronized CompletionStage<Receipt> markRead(
            ChatId chat, UserId reader, OptionalLong upToSeq, Instant at, Consumer<Receipt> changed) {
        Receipt receipt = mark(
                chat,
                message -> isUnreadBy(message, reader) && message.seq() <= upToSeq.orElse(Long.MAX_VALUE),
                message -> marked(
                        message, true, Optional.of(at), message.deliveredAt().or(() -> Optional.of(at))));
        announced(changed, receipt);
        return completedStage(receipt.count() > 0 ? receipt : new Receipt(0, highestRead(chat, reader)));
    }

    @Override
    public synchronized CompletionStage<Long> countUnread(ChatId chat, UserId reader) {
        return completedStage(unread(chat, reader));
    }

    @Override
    public synchronized CompletionStage<Long> countUnread(ChatId chat, UserId reader, ChatTail newest) {
        return completedStage(of(chat).filter(message -> isUnreadBy(message, reader) && message.seq() <= newest.seq())
                .count());
    }

    @Override
    public synchronized CompletionStage<Map<ChatId, Long>> countUnread(Collection<ChatId> asked, UserId reader) {
        return completedStage(asked.stream().collect(Collectors.toMap(chat -> chat, chat -> unread(chat, reader))));
    }

    private static Receipt announced(Consumer<Receipt> changed, Receipt receipt) {
        if (receipt.count() > 0) {
            changed.accept(receipt);
        }
        return receipt;
    }

    private Stream<Message> of(ChatId chat) {
        return messages.getOrDefault(chat, List.of()).stream();
    }

    private Optional<Message> attempt(ChatId chat, boolean isSystem, UserId sender, Optional<String> key) {
        return of(chat).filter(
                        message -> key.isPresent() && message.clientMessageId().equals(key))
                .filter(message ->
                        isSystem ? message.isSystem() : message.sender().equals(sender))
                .findFirst();
    }

    private long unread(ChatId chat, UserId reader) {
        return of(chat).filter(message -> isUnreadBy(message, reader)).count();
    }

    private static boolean isUnreadBy(Message message, UserId reader) {
        return message.receiver().equals(reader) && !message.isRead();
    }

    private long highestRead(ChatId chat, UserId reader) {
        return of(chat).filter(message -> message.receiver().equals(reader) && message.isRead())
                .mapToLong(Message::seq)
                .max()
                .orElse(0);
    }

    private Receipt mark(ChatId chat, Predicate<Message> concerned, UnaryOperator<Message> change) {
        List<Message> changed = of(chat).filter(concerned).map(change).toList();
        changed.forEach(message -> messages.get(chat).set((int) message.seq() - 1, message));
        long upToSeq = changed.isEmpty() ? 0 : changed.get(changed.size() - 1).seq();
        return new Receipt(changed.size(), upToSeq);
    }

    private static Message marked(
            Message message, boolean isRead, Optional<Instant> readAt, Optional<Instant> deliveredAt) {
        return new Message(
                message.id(),
                message.chatId(),
                message.seq(),
                message.counts(),
                message.sender(),
                message.receiver(),
                message.content(),
                message.messageType(),
                message.media(),
                message.data(),
                message.clientMessageId(),
                true,
                deliveredAt,
                isRead,
                readAt,
                message.masked(),
                message.createdAt());
    }
}
