package dev.parley.gateway.http;

import dev.parley.core.id.UserId;
import dev.parley.presence.AnnouncedStatus;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceReport;
import dev.parley.presence.PresenceState;
import dev.parley.presence.RegisteredUser;
import dev.parley.presence.StepResult;
import dev.parley.presence.Visibility;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Presence as a test sets it. */
final class KnownPresence implements PresenceRegistry {
    private static final StepResult NO_CHANGE =
            new StepResult(AnnouncedStatus.NONE, Optional.empty(), 0, Optional.empty());

    private final Map<UserId, PresenceState> states = new ConcurrentHashMap<>();

    void put(PresenceState state) {
        states.put(state.userId(), state);
    }

    @Override
    public CompletionStage<Map<UserId, PresenceState>> query(Collection<UserId> users) {
        return CompletableFuture.completedFuture(users.stream().collect(Collectors.toMap(user -> user, this::stateOf)));
    }

    private PresenceState stateOf(UserId user) {
        return states.getOrDefault(user, new PresenceState(user, false, Optional.empty(), 0, 0));
    }

    @Override
    public CompletionStage<StepResult> report(PresenceReport report) {
        return CompletableFuture.completedFuture(NO_CHANGE);
    }

    @Override
    public CompletionStage<StepResult> setVisible(UserId user, Visibility choice, long step) {
        return CompletableFuture.completedFuture(NO_CHANGE);
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

    @Override
    public CompletionStage<Boolean> renewLease() {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletionStage<List<PresenceChange>> sweep() {
        return CompletableFuture.completedFuture(List.of());
    }
}
