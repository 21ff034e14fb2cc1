package dev.parley.core.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.id.UserId;
import dev.parley.core.user.User;
import dev.parley.core.user.UserChange;
import dev.parley.core.user.UserRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Users of the repository behind, of whom {@link #findAll} returns recently read ones. */
public final class CachedUsers implements UserRepository {
    /** A user weighs 1, and 1 more for each of its blocks. */
    private static final long MAX_WEIGHT = 200_000;

    private final UserRepository users;
    private final RecentCache<User> recent;

    public CachedUsers(UserRepository users, ChangeFeed feed) {
        this(users, feed, Ticker.systemTicker());
    }

    CachedUsers(UserRepository users, ChangeFeed feed, Ticker ticker) {
        this.users = users;
        this.recent = new RecentCache<>(
                feed, "user ", MAX_WEIGHT, user -> 1 + user.blocked().size(), user -> true, ticker);
    }

    @Override
    public CompletionStage<Optional<User>> find(UserId id) {
        return users.find(id);
    }

    @Override
    public CompletionStage<Map<UserId, User>> findAll(Collection<UserId> ids) {
        CompletionStage<Map<UserId, User>> all = CompletableFuture.completedStage(new HashMap<>());
        for (UserId id : ids) {
            all = all.thenCombine(recent.get(id.value(), () -> load(id)), (found, user) -> {
                found.put(id, user);
                return found;
            });
        }
        return all;
    }

    private CompletionStage<User> load(UserId id) {
        return users.findAll(List.of(id)).thenApply(found -> found.get(id));
    }

    @Override
    public CompletionStage<Map<UserId, Instant>> lastActive(Collection<UserId> ids) {
        return users.lastActive(ids);
    }

    @Override
    public CompletionStage<User> change(UserId id, UserChange change) {
        return recent.changing(id.value(), users.change(id, change));
    }

    @Override
    public CompletionStage<Void> block(UserId user, UserId other) {
        return recent.changing(user.value(), users.block(user, other));
    }

    @Override
    public CompletionStage<Void> unblock(UserId user, UserId other) {
        return recent.changing(user.value(), users.unblock(user, other));
    }

    @Override
    public CompletionStage<Set<UserId>> blockedEitherWay(UserId user) {
        return users.blockedEitherWay(user);
    }

    @Override
    public CompletionStage<Void> recordPresence(UserId user, boolean isOnline, Instant lastActive, long version) {
        return users.recordPresence(user, isOnline, lastActive, version);
    }

    @Override
    public CompletionStage<List<UserId>> recordedOnline(Optional<UserId> after, int limit) {
        return users.recordedOnline(after, limit);
    }
}
