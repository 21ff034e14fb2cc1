package dev.parley.gateway.events;

import dev.parley.core.id.UserId;
import dev.parley.core.testing.MovableClock;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceState;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Presence of a cluster of one node, without leases and without grace: the last socket gone is offline at once. */
public final class CountingPresence implements PresenceRegistry {
    private final MovableClock clock;
    private final Map<UserId, Integer> sockets = new HashMap<>();
    private final Set<UserId> hidden = new HashSet<>();
    private final Map<UserId, PresenceState> known = new HashMap<>();

    public CountingPresence(MovableClock clock) {
        this.clock = clock;
    }

    int socketsOf(UserId user) {
        return sockets.getOrDefault(user, 0);
    }

    /** As when Redis lost its data. */
    void forgetAll() {
        sockets.clear();
        known.clear();
    }

    @Override
    public CompletionStage<Optional<PresenceChange>> report(UserId user, int count) {
        sockets.put(user, count);
        return turned(user);
    }

    @Override
    public CompletionStage<Optional<PresenceChange>> handOver(UserId user) {
        return report(user, 0);
    }

    @Override
    public CompletionStage<Optional<PresenceChange>> setVisible(UserId user, boolean visible) {
        if (visible) {
            hidden.remove(user);
        } else {
            hidden.add(user);
        }
        return turned(user);
    }

    @Override
    public CompletionStage<Map<UserId, PresenceState>> query(Collection<UserId> users) {
        return CompletableFuture.completedFuture(users.stream().collect(Collectors.toMap(user -> user, this::state)));
    }

    @Override
    public CompletionStage<Boolean> renewLease() {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletionStage<List<PresenceChange>> sweep() {
        return CompletableFuture.completedFuture(List.of());
    }

    private CompletionStage<Optional<PresenceChange>> turned(UserId user) {
        boolean online = socketsOf(user) > 0 && !hidden.contains(user);
        PresenceState before = state(user);
        if (before.isOnline() == online) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        long version = before.version() + 1;
        known.put(user, new PresenceState(user, online, Optional.of(clock.instant()), version, socketsOf(user)));
        return CompletableFuture.completedFuture(
                Optional.of(new PresenceChange(user, online, clock.instant(), version)));
    }

    private PresenceState state(UserId user) {
        return known.getOrDefault(user, new PresenceState(user, false, Optional.empty(), 0, 0));
    }
}
