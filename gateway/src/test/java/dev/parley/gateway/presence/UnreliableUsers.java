package dev.parley.gateway.presence;

import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.core.testing.InMemoryUsers;
import dev.parley.core.user.User;
import dev.parley.core.user.UserChange;
import dev.parley.core.user.UserRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** An in-memory repository of users that can be made unavailable. */
final class UnreliableUsers implements UserRepository {
    private final InMemoryUsers users = new InMemoryUsers();
    private boolean away;

    void setAway(boolean isAway) {
        away = isAway;
    }

    @Override
    public CompletionStage<Optional<User>> find(UserId id) {
        return unlessAway(() -> users.find(id));
    }

    @Override
    public CompletionStage<Map<UserId, User>> findAll(Collection<UserId> ids) {
        return unlessAway(() -> users.findAll(ids));
    }

    @Override
    public CompletionStage<Map<UserId, Instant>> lastActive(Collection<UserId> ids) {
        return unlessAway(() -> users.lastActive(ids));
    }

    @Override
    public CompletionStage<User> change(UserId id, UserChange change) {
        return unlessAway(() -> users.change(id, change));
    }

    @Override
    public CompletionStage<Void> block(UserId user, UserId other) {
        return unlessAway(() -> users.block(user, other));
    }

    @Override
    public CompletionStage<Void> unblock(UserId user, UserId other) {
        return unlessAway(() -> users.unblock(user, other));
    }

    @Override
    public CompletionStage<Set<UserId>> blockedEitherWay(UserId user) {
        return unlessAway(() -> users.blockedEitherWay(user));
    }

    @Override
    public CompletionStage<Void> recordPresence(UserId user, boolean isOnline, Instant lastActive, long version) {
        return unlessAway(() -> users.recordPresence(user, isOnline, lastActive, version));
    }

    @Override
    public CompletionStage<List<UserId>> recordedOnline(Optional<UserId> after, int limit) {
        return unlessAway(() -> users.recordedOnline(after, limit));
    }

    private <T> CompletionStage<T> unlessAway(Supplier<CompletionStage<T>> question) {
        return away ? CompletableFuture.failedFuture(new StorageException("away", null)) : question.get();
    }
}
