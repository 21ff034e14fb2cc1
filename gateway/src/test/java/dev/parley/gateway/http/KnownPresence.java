package dev.parley.gateway.http;

import dev.parley.core.id.UserId;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceState;
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
    public CompletionStage<Optional<PresenceChange>> report(UserId user, int sockets) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<Optional<PresenceChange>> handOver(UserId user) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<Optional<PresenceChange>> setVisible(UserId user, boolean visible) {
        return CompletableFuture.completedFuture(Optional.empty());
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
