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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The use cases of a chat: rules decide, ports act, nothing here knows of sockets or databases.
 *
 * <p>Stages fail with a {@link Rejection} that the caller is told, or with {@code StorageException}. A chat that is not
 * the caller's is {@link ErrorCode#CHAT_NOT_FOUND}, as if it did not exist.
 */
public final class ChatService {
    /**
     * @param chats whose changes have their messages now
     * @param open chats whose changes still lack a message
     */
    public record Finished(int chats, int open) {}

    private final ChatRepository chats;
    private final MessageRepository messages;
    private final UserRepository users;
    private final MessageRules rules;
    private final ChatHistory history;
    private final ChatAnnouncer announcer;
    private final Retries retries;
    private final ChatChanges changes;
    private final UserIdCheck userIds;
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
        Blocks blocks = new Blocks(users);
        ReceiptPrivacy privacy = new ReceiptPrivacy(blocks);
        this.history = new ChatHistory(messages, privacy);
        this.announcer = new ChatAnnouncer(rooms, blocks);
        this.retries = new Retries(chats, messages, privacy, announcer);
        this.changes = new ChatChanges(chats, messages, announcer, ids, clock);
        this.userIds = new UserIdCheck(chats);
        this.ids = ids;
        this.clock = clock;
    }

    /** Completes with the chat of these three, created when there was none. */
    public CompletionStage<Opened> open(UserId client, UserId provider, Optional<String> context) {
        return requireUser(client)
                .thenCombine(requireUser(provider), (one, other) -> List.of(client, provider))
                .thenCompose(users::findAll)
                .thenApply(people -> ChatRules.newChat(people, client, provider, context, ids, clock))
                .thenCompose(chats::open)
                .thenApply(this::remember);
    }

    /** Fails with {@link ErrorCode#INVALID_PAYLOAD} for an id that is a chat's: its owner would hear the chat. */
    public CompletionStage<Void> requireUser(UserId user) {
        return userIds.requireNoChat(user);
    }

    /** @param caller empty for a service, which sees every chat and has nothing unread */
    public CompletionStage<ChatView> view(ChatId id, Optional<UserId> caller) {
        return chats.find(id)
                .thenApply(ChatRules::found)
                .thenApply(chat -> ChatRules.visible(chat, caller))
                .thenCompose(chat -> history.view(chat, caller));
    }

    /** Newest first. */
    public CompletionStage<Page<ChatView>> chatsOf(UserId user, Optional<String> cursor, int limit) {
        return checked(() -> PageLimit.of(limit))
                .thenCompose(size -> chats.ofUser(user, cursor, size))
                .thenCompose(
                        page -> history.views(page.items(), user).thenApply(views -> new Page<>(views, page.cursor())));
    }

    /** Completes once each change has its system message in the chat. A retry completes what an earlier attempt left open. */
    public CompletionStage<Chat> change(ChatId id, Optional<Chat.Stage> stage, Optional<Chat.Status> status) {
        return chats.change(id, stage, status, changes::announceLate)
                .thenApply(ChatRules::found)
                .thenCompose(changes::announce);
    }

    /**
     * Stores the system messages of changes from before this time that were interrupted, a bounded number at once. Any node may do it at
     * any time: each message is stored once.
     */
    public CompletionStage<Finished> finishChanges(Instant before) {
        return changes.finish(before);
    }

    /** @see MessageRepository#after */
    public CompletionStage<Messages> historyAfter(ChatId id, Optional<UserId> caller, long after, int limit) {
        return checked(() -> PageLimit.of(limit))
                .thenCompose(size -> visible(id, caller).thenCompose(chat -> history.after(chat, caller, after, size)));
    }

    /** @see MessageRepository#before */
    public CompletionStage<Messages> historyBefore(ChatId id, Optional<UserId> caller, long before, int limit) {
        return checked(() -> PageLimit.of(limit)).thenCompose(size -> visible(id, caller)
                .thenCompose(chat -> history.before(chat, caller, before, size)));
    }

    /** Completes with the chat, or fails with {@link ErrorCode#CHAT_NOT_FOUND} for a stranger. */
    public CompletionStage<Chat> participantIn(ChatId id, UserId user) {
        return visible(id, Optional.of(user));
    }

    /** The people this user shares a chat with, the most recent chats first. */
    public CompletionStage<Set<UserId>> contactsOf(UserId user, int limit) {
        return chats.contactsOf(user, limit);
    }

    /**
     * Joins the chat's room, marks what the user had not been delivered, and completes with what the user missed. The history
     * is read once the room's subscription is live, so that history and live events leave no gap.
     *
     * @param afterSeq the last message that the user has; empty for the newest {@code limit}
     */
    public CompletionStage<JoinedChat> join(
            ChatId id, UserId user, OptionalLong afterSeq, int limit, RoomMembership membership) {
        return checked(() -> PageLimit.of(limit))
                .thenCompose(size -> participantIn(id, user).thenCompose(chat -> membership
                        .join(id)
                        .thenCompose(live -> deliver(chat, user))
                        .thenCompose(delivered -> history.catchUp(chat, user, afterSeq, size))));
    }

    /** Leaves the chat's room. The user's own rooms are no chats and are never left. */
    public void leave(ChatId id, UserId user, RoomMembership membership) {
        if (id.isObjectId() && !id.value().equals(user.value())) {
            membership.leave(id);
        }
    }

    /**
     * Stores the message and announces it to the room and the receiver. Completes once it is stored, whether or not
     * the announcement succeeds. A retry of a stored message completes with the first one; no rule is applied to it, and it
     * is not announced again.
     */
    public CompletionStage<Appended> send(SendMessage command) {
        return rules.accept(command)
                .thenApply(accepted -> ChatRules.draft(command, accepted, ids, clock))
                .thenCompose(draft -> messages.append(draft, announcer::posted))
                .exceptionallyCompose(failure -> retries.earlierAttempt(command, failure))
                .thenCompose(retries::answered);
    }

    /** @param upToSeq the last message that was read; empty for all there are */
    public CompletionStage<Receipt> markRead(ChatId id, UserId reader, OptionalLong upToSeq) {
        Instant now = clock.instant();
        return participantIn(id, reader)
                .thenCompose(chat -> messages.markRead(
                        id, reader, upToSeq, now, receipt -> announcer.read(chat, reader, receipt, now)));
    }

    /** Announces it to the other side, unless one of the two has blocked the other. */
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

    private CompletionStage<Chat> visible(ChatId id, Optional<UserId> caller) {
        return chats.findRecent(id).thenApply(ChatRules::found).thenApply(chat -> ChatRules.visible(chat, caller));
    }

    /** Mostly nothing is unread; then there is nothing to mark. */
    private CompletionStage<?> deliver(Chat chat, UserId user) {
        return messages.countUnread(chat.id(), user)
                .thenCompose(unread ->
                        unread == 0 ? CompletableFuture.completedStage(new Receipt(0, 0)) : markDelivered(chat, user));
    }

    private CompletionStage<Receipt> markDelivered(Chat chat, UserId user) {
        Instant now = clock.instant();
        return messages.markDelivered(chat.id(), user, now, receipt -> announcer.delivered(chat, user, receipt, now));
    }

    private Opened remember(Opened opened) {
        userIds.created(opened.chat());
        return opened;
    }

    private static <T> CompletionStage<T> checked(Supplier<T> check) {
        try {
            return CompletableFuture.completedStage(check.get());
        } catch (Rejection refused) {
            return CompletableFuture.failedStage(refused);
        }
    }
}
