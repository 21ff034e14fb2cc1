package dev.parley.core.testing;

import static java.util.concurrent.CompletableFuture.completedStage;

import dev.parley.core.id.UserId;
import dev.parley.core.user.User;
import dev.parley.core.user.UserChange;
import dev.parley.core.user.UserRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** People in a map. Thread-safe. */
public final class InMemoryUsers implements UserRepository {
    private final Map<UserId, User> users = new HashMap<>();
    private final Map<UserId, Long> presenceVersions = new HashMap<>();

    @Override
    public synchronized CompletionStage<Optional<User>> find(UserId id) {
        return completedStage(Optional.ofNullable(users.get(id)));
    }

    @Override
    public synchronized CompletionStage<Map<UserId, User>> findAll(Collection<UserId> ids) {
        return completedStage(ids.stream().distinct().collect(Collectors.toMap(id -> id, this::orUnknown)));
    }

    @Override
    public CompletionStage<Map<UserId, Instant>> lastActive(Collection<UserId> ids) {
        return findAll(ids).thenApply(found -> found.values().stream()
                .filter(user -> user.lastActive().isPresent())
                .collect(Collectors.toMap(User::id, user -> user.lastActive().get())));
    }

    @Override
    public synchronized CompletionStage<User> change(UserId id, UserChange change) {
        User user = orUnknown(id);
        User changed = new User(
                id,
                change.role().or(user::role),
                change.displayName().or(user::displayName),
                change.suspended().orElse(user.suspended()),
                user.blocked(),
                user.isOnline(),
                user.lastActive());
        users.put(id, changed);
        return completedStage(changed);
    }

    @Override
    public synchronized CompletionStage<Void> block(UserId user, UserId other) {
        Set<UserId> blocked = new HashSet<>(orUnknown(user).blocked());
        blocked.add(other);
        users.put(user, blocking(orUnknown(user), blocked));
        return completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Void> unblock(UserId user, UserId other) {
        Set<UserId> blocked = new HashSet<>(orUnknown(user).blocked());
        if (blocked.remove(other)) {
            users.put(user, blocking(orUnknown(user), blocked));
        }
        return completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Set<UserId>> blockedEitherWay(UserId user) {
        Set<UserId> both = new HashSet<>(orUnknown(user).blocked());
        users.values().stream().filter(other -> other.hasBlocked(user)).forEach(other -> both.add(other.id()));
        return completedStage(both);
    }

    @Override
    public synchronized CompletionStage<Void> recordPresence(
            UserId user, boolean isOnline, Instant lastActive, long version) {
        if (presenceVersions.getOrDefault(user, Long.MIN_VALUE) < version) {
            presenceVersions.put(user, version);
            User known = orUnknown(user);
            users.put(
                    user,
                    new User(
                            user,
                            known.role(),
                            known.displayName(),
                            known.suspended(),
                            known.blocked(),
                            isOnline,
                            Optional.of(lastActive)));
        }
        return completedStage(null);
    }

    @Override
    public synchronized CompletionStage<List<UserId>> recordedOnline(Optional<UserId> after, int limit) {
        return completedStage(users.values().stream()
                .filter(User::isOnline)
                .map(User::id)
                .filter(id -> after.map(last -> id.value().compareTo(last.value()) > 0)
                        .orElse(true))
                .sorted(Comparator.comparing(UserId::value))
                .limit(limit)
                .toList());
    }

    private User orUnknown(UserId id) {
        return users.getOrDefault(id, User.unknown(id));
    }

    private static User blocking(User user, Set<UserId> blocked) {
        return new User(
                user.id(),
                user.role(),
                user.displayName(),
                user.suspended(),
                blocked,
                user.isOnline(),
                user.lastActive());
    }
}
