package dev.parley.core.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatChange;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.Page;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Chats of the repository behind, of which {@link #findRecent} returns recently read ones. */
public final class CachedChats implements ChatRepository {
    private static final long MAX_CHATS = 100_000;

    private final ChatRepository chats;
    private final RecentCache<Optional<Chat>> recent;

    public CachedChats(ChatRepository chats, ChangeFeed feed) {
        this(chats, feed, Ticker.systemTicker());
    }

    /** A chat that does not exist is not kept: it may be created without a change that is announced. */
    CachedChats(ChatRepository chats, ChangeFeed feed, Ticker ticker) {
        this.chats = chats;
        this.recent = new RecentCache<>(feed, "chat ", MAX_CHATS, chat -> 1, Optional::isPresent, ticker);
    }

    @Override
    public CompletionStage<Optional<Chat>> find(ChatId id) {
        return chats.find(id);
    }

    @Override
    public CompletionStage<Optional<Chat>> findRecent(ChatId id) {
        return recent.get(id.value(), () -> chats.findRecent(id)
                .thenApply(found -> found.map(chat -> chat.withLastMessage(Optional.empty()))));
    }

    @Override
    public CompletionStage<Opened> open(Chat command) {
        return chats.open(command);
    }

    @Override
    public CompletionStage<Page<Chat>> ofUser(UserId user, Optional<String> cursor, int limit) {
        return chats.ofUser(user, cursor, limit);
    }

    @Override
    public CompletionStage<Optional<Changed>> change(
            ChatId id, Optional<Chat.Stage> stage, Optional<Chat.Status> status, Consumer<Changed> late) {
        return recent.changing(id.value(), chats.change(id, stage, status, changed -> recent.changing(
                        id.value(), CompletableFuture.completedStage(changed))
                .thenAccept(late)));
    }

    @Override
    public CompletionStage<Void> announced(ChatId id, List<ChatChange> changes) {
        return chats.announced(id, changes);
    }

    @Override
    public CompletionStage<List<Changed>> unannounced(Instant before, int limit) {
        return chats.unannounced(before, limit);
    }

    @Override
    public CompletionStage<Set<UserId>> contactsOf(UserId user, int limit) {
        return chats.contactsOf(user, limit);
    }

    @Override
    public CompletionStage<Long> countStarted(UserId by, Instant since) {
        return chats.countStarted(by, since);
    }
}
