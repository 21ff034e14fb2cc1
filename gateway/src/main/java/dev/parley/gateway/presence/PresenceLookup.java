package dev.parley.gateway.presence;

import dev.parley.core.id.UserId;
import dev.parley.core.user.UserRepository;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Answers who is online, as one user may see it: a user who has a block with the asker, in either direction, looks like an unknown
 * one. {@code lastActive} of a user unknown to presence comes from the collection.
 */
public final class PresenceLookup {
    private final PresenceRegistry presence;
    private final UserRepository users;

    public PresenceLookup(PresenceRegistry presence, UserRepository users) {
        this.presence = presence;
        this.users = users;
    }

    /**
     * Completes with one entry per id, in their order.
     *
     * @param asker empty for a service, which sees everyone
     */
    public CompletionStage<List<PresenceState>> lookUp(Optional<UserId> asker, List<UserId> ids) {
        CompletionStage<Set<UserId>> hidden =
                asker.map(users::blockedEitherWay).orElseGet(() -> CompletableFuture.completedFuture(Set.of()));
        return hidden.thenCombine(seen(ids), (blocked, states) -> ids.stream()
                .map(id -> blocked.contains(id) ? neverSeen(id) : states.get(id))
                .toList());
    }

    private CompletionStage<Map<UserId, PresenceState>> seen(List<UserId> ids) {
        return presence.query(ids).thenCompose(states -> completed(states));
    }

    private CompletionStage<Map<UserId, PresenceState>> completed(Map<UserId, PresenceState> states) {
        List<UserId> unknown = states.values().stream()
                .filter(state -> state.lastActive().isEmpty())
                .map(PresenceState::userId)
                .toList();
        return unknown.isEmpty()
                ? CompletableFuture.completedFuture(states)
                : users.lastActive(unknown).thenApply(found -> merged(states.values(), found));
    }

    private static Map<UserId, PresenceState> merged(Collection<PresenceState> states, Map<UserId, Instant> found) {
        return states.stream()
                .map(state ->
                        found.containsKey(state.userId()) ? withLastActive(state, found.get(state.userId())) : state)
                .collect(java.util.stream.Collectors.toMap(PresenceState::userId, state -> state));
    }

    private static PresenceState withLastActive(PresenceState state, Instant lastActive) {
        return new PresenceState(
                state.userId(), state.isOnline(), Optional.of(lastActive), state.version(), state.connections());
    }

    private static PresenceState neverSeen(UserId id) {
        return new PresenceState(id, false, Optional.empty(), 0, 0);
    }
}
