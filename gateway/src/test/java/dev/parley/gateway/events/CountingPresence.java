package dev.parley.gateway.events;

import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.core.testing.MovableClock;
import dev.parley.presence.AnnouncedStatus;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceReport;
import dev.parley.presence.PresenceState;
import dev.parley.presence.RegisteredUser;
import dev.parley.presence.StepResult;
import dev.parley.presence.Visibility;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Presence of a cluster of one node, without leases and without grace: the last socket gone is offline at once. */
public final class CountingPresence implements PresenceRegistry {
    private final MovableClock clock;
    private final Map<UserId, Integer> sockets = new HashMap<>();
    private final Set<UserId> hidden = new HashSet<>();
    /** Read by other threads in tests of REST. */
    private final Map<UserId, PresenceState> known = new ConcurrentHashMap<>();

    private boolean refusing;

    public CountingPresence(MovableClock clock) {
        this.clock = clock;
    }

    /** Sets the state that readers see. */
    public void put(PresenceState state) {
        known.put(state.userId(), state);
    }

    int socketsOf(UserId user) {
        return sockets.getOrDefault(user, 0);
    }

    /** As when Redis lost its data. */
    void forgetAll() {
        sockets.clear();
        known.clear();
    }

    /** As when Redis is full. */
    void refuseReports(boolean refuse) {
        refusing = refuse;
    }

    @Override
    public CompletionStage<StepResult> report(PresenceReport report) {
        if (refusing) {
            return CompletableFuture.failedFuture(new StorageException("Redis refused", null));
        }
        int before = socketsOf(report.user());
        sockets.put(report.user(), report.sockets());
        return result(report.user(), before);
    }

    @Override
    public CompletionStage<StepResult> setVisible(UserId user, Visibility choice, long step) {
        if (choice.visible()) {
            hidden.remove(user);
        } else {
            hidden.add(user);
        }
        return result(user, socketsOf(user));
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

    @Override
    public int shards() {
        return 1;
    }

    @Override
    public int shardOf(UserId user) {
        return 0;
    }

    @Override
    public CompletionStage<Map<UserId, RegisteredUser>> registered(int shard) {
        return CompletableFuture.completedFuture(Map.of());
    }

    private CompletionStage<StepResult> result(UserId user, int before) {
        Optional<PresenceChange> change = changeOf(user);
        PresenceState after = state(user);
        return CompletableFuture.completedFuture(new StepResult(
                new AnnouncedStatus(after.isOnline(), after.version()), change, before, Optional.empty()));
    }

    private Optional<PresenceChange> changeOf(UserId user) {
        boolean online = socketsOf(user) > 0 && !hidden.contains(user);
        PresenceState before = state(user);
        if (before.isOnline() == online) {
            return Optional.empty();
        }
        long version = before.version() + 1;
        known.put(user, new PresenceState(user, online, Optional.of(clock.instant()), version, socketsOf(user)));
        return Optional.of(new PresenceChange(user, online, clock.instant(), version));
    }

    private PresenceState state(UserId user) {
        return known.getOrDefault(user, new PresenceState(user, false, Optional.empty(), 0, 0));
    }
}
