package dev.parley.core.chat;

import dev.parley.core.chat.ChatRepository.Opened;
import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.MessageRepository.Messages;
import dev.parley.core.chat.MessageRepository.Receipt;
import dev.parley.core.chat.MessageRules.Allowance;
import dev.parley.core.chat.MessageRules.Decision;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.id.UserId;
import dev.parley.core.user.UserRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The use cases of a chat: rules decide, ports act, nothing here knows of sockets or databases.
 *
 * <p>Stages fail with a {@link Rejection} that the caller is told, or with {@code StorageException}. A chat that is not
 * the caller's is {@link ErrorCode#CHAT_NOT_FOUND}, as if it did not exist.
 */
public final class ChatService {
    private final ChatRepository chats;
    private final MessageRepository messages;
    private final UserRepository users;
    private final MessageRules rules;
    private final ChatAnnouncer announcer;
    private final IdGenerator ids;
    private final Clock clock;

    public ChatService(
            ChatRepository chats,
            MessageRepository messages,
            UserRepository users,
            MessageRules rules,
            RoomBroadcaster rooms,
            IdGenerator ids,
            Clock clock) {
        this.chats = chats;
        this.messages = messages;
        this.users = users;
        this.rules = rules;
        this.announcer = new ChatAnnouncer(rooms, messages, users);
        this.ids = ids;
        this.clock = clock;
    }

    /** Completes with the chat of these three, created when there was none. */
    public CompletionStage<Opened> open(UserId client, UserId provider, Optional<String> context) {
        return users.findAll(List.of(client, provider))
                .thenApply(people -> ChatRules.newChat(people, client, provider, context, ids, clock))
                .thenCompose(chats::open);
    }

    /** @param caller empty for a service, which sees every chat and has nothing unread */
    public CompletionStage<ChatView> view(ChatId id, Optional<UserId> caller) {
        return seenBy(id, caller)
                .thenCompose(chat -> unreadOf(chat, caller).thenApply(unread -> new ChatView(chat, unread)));
    }

    /** Newest first. */
    public CompletionStage<Page<ChatView>> chatsOf(UserId user, Optional<String> cursor, int limit) {
        return checked(() -> PageLimit.of(limit))
                .thenCompose(size -> chats.ofUser(user, cursor, size))
                .thenCompose(page -> withUnread(page, user));
    }

    public CompletionStage<Chat> change(ChatId id, Optional<Chat.Stage> stage, Optional<Chat.Status> status) {
        return chats.change(id, stage, status).thenApply(ChatRules::found);
    }

    /** @see MessageRepository#after */
    public CompletionStage<Messages> historyAfter(ChatId id, Optional<UserId> caller, long after, int limit) {
        return checked(() -> PageLimit.of(limit))
                .thenCompose(size -> seenBy(id, caller).thenCompose(chat -> messages.after(id, after, size)));
    }

    /** @see MessageRepository#before */
    public CompletionStage<Messages> historyBefore(ChatId id, Optional<UserId> caller, long before, int limit) {
        return checked(() -> PageLimit.of(limit))
                .thenCompose(size -> seenBy(id, caller).thenCompose(chat -> messages.before(id, before, size)));
    }

    /** Completes with the chat, or fails with {@link ErrorCode#CHAT_NOT_FOUND} for a stranger. */
    public CompletionStage<Chat> participantIn(ChatId id, UserId user) {
        return seenBy(id, Optional.of(user));
    }

    /** The people this user shares a chat with, the most recent chats first. */
    public CompletionStage<Set<UserId>> contactsOf(UserId user, int limit) {
        return chats.contactsOf(user, limit);
    }

    /**
     * What a participant needs who has just entered the room: call it when the room's subscription is live, so that these
     * messages and the live ones leave no gap. What the other side had sent is delivered by this, and the room is told.
     *
     * @param afterSeq the last message the caller has; empty asks for the newest {@code limit} instead
     */
    public CompletionStage<JoinedChat> joined(ChatId id, UserId user, OptionalLong afterSeq, int limit) {
        return checked(() -> PageLimit.of(limit)).thenCompose(size -> participantIn(id, user)
                .thenCompose(chat -> delivered(chat, user))
                .thenCompose(chat -> catchUp(id, user, afterSeq, size)));
    }

    /**
     * Stores the message, then tells the room and the receiver. Completes once it is stored, whether or not anyone heard.
     * A retry of a stored message gets the first one, is not told again, and is refused by no rule.
     */
    public CompletionStage<Appended> send(SendMessage command) {
        return rules.accept(command)
                .thenApply(accepted -> ChatRules.draft(command, accepted, ids, clock))
                .thenCompose(messages::append)
                .exceptionallyCompose(failure -> earlierAttempt(command, failure))
                .thenApply(announcer::posted);
    }

    /** @param upToSeq the last message that was read; empty for all there are */
    public CompletionStage<Receipt> markRead(ChatId id, UserId reader, OptionalLong upToSeq) {
        Instant now = clock.instant();
        return participantIn(id, reader).thenCompose(chat -> messages.markRead(id, reader, upToSeq, now)
                .thenApply(receipt -> announcer.read(chat, reader, receipt, now)));
    }

    /** Tells the other side, unless one of the two has blocked the other: then it is silently not told. */
    public CompletionStage<Void> typing(ChatId id, UserId typist, boolean isTyping) {
        return participantIn(id, typist).thenCompose(chat -> announcer.typing(chat, typist, isTyping));
    }

    /** Whether the user could send now; takes nothing from quotas. */
    public CompletionStage<Allowance> allowance(ChatId id, UserId user) {
        return participantIn(id, user).thenCompose(chat -> rules.allowance(chat, user));
    }

    /** @see MessageRules#explain */
    public CompletionStage<List<Decision>> explain(SendMessage command) {
        return rules.explain(command);
    }

    private CompletionStage<Chat> seenBy(ChatId id, Optional<UserId> caller) {
        return chats.find(id).thenApply(ChatRules::found).thenApply(chat -> ChatRules.visible(chat, caller));
    }

    private CompletionStage<Long> unreadOf(Chat chat, Optional<UserId> caller) {
        return caller.map(user -> messages.countUnread(chat.id(), user))
                .orElseGet(() -> CompletableFuture.completedStage(0L));
    }

    private CompletionStage<Page<ChatView>> withUnread(Page<Chat> page, UserId user) {
        Collection<ChatId> shown = page.items().stream().map(Chat::id).toList();
        return messages.countUnread(shown, user).thenApply(unread -> page.map(chat -> view(chat, unread)));
    }

    private static ChatView view(Chat chat, Map<ChatId, Long> unread) {
        return new ChatView(chat, unread.getOrDefault(chat.id(), 0L));
    }

    private CompletionStage<Chat> delivered(Chat chat, UserId user) {
        Instant now = clock.instant();
        return messages.markDelivered(chat.id(), user, now).thenApply(receipt -> {
            announcer.delivered(chat, user, receipt, now);
            return chat;
        });
    }

    private CompletionStage<JoinedChat> catchUp(ChatId id, UserId user, OptionalLong afterSeq, int limit) {
        CompletionStage<Long> unread = messages.countUnread(id, user);
        CompletionStage<Messages> missed = afterSeq.isPresent()
                ? messages.after(id, afterSeq.getAsLong(), limit)
                : messages.before(id, Long.MAX_VALUE, limit);
        return missed.thenCompose(page -> lastSeq(id, afterSeq, page)
                .thenCombine(unread, (last, n) -> new JoinedChat(id, last, n, page.messages(), page.hasMore())));
    }

    /** Saves the question where the page already ends with the newest message, or is the newest and empty. */
    private CompletionStage<Long> lastSeq(ChatId id, OptionalLong afterSeq, Messages page) {
        boolean endsWithNewest = afterSeq.isEmpty() || !page.hasMore();
        if (endsWithNewest && !page.messages().isEmpty()) {
            Message newest = page.messages().get(page.messages().size() - 1);
            return CompletableFuture.completedStage(newest.seq());
        }
        return afterSeq.isEmpty() ? CompletableFuture.completedStage(0L) : messages.lastSeq(id);
    }

    private CompletionStage<Appended> earlierAttempt(SendMessage command, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
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

    private static <T> CompletionStage<T> checked(Supplier<T> check) {
        try {
            return CompletableFuture.completedStage(check.get());
        } catch (Rejection refused) {
            return CompletableFuture.failedStage(refused);
        }
    }
}
