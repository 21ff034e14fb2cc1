package dev.parley.gateway.http;

import dev.parley.core.id.UserId;
import dev.parley.core.user.User;
import dev.parley.core.user.UserRepository;
import dev.parley.gateway.http.RestPayloads.PresencePayload;
import dev.parley.gateway.http.RestPayloads.PresenceQueryPayload;
import dev.parley.gateway.http.RestPayloads.PresenceReply;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** HTTP to presence. */
public final class PresenceRoutes implements RouteGroup {
    private final PresenceRegistry presence;
    private final UserRepository users;

    public PresenceRoutes(PresenceRegistry presence, UserRepository users) {
        this.presence = presence;
        this.users = users;
    }

    @Override
    public List<ApiRoute<?, ?>> routes() {
        return List.of(
                new ApiRoute<>(Routes.GET_PRESENCE, this::get), new ApiRoute<>(Routes.QUERY_PRESENCE, this::query));
    }

    private CompletionStage<Answer<PresencePayload>> get(ApiCall<Void> call) {
        return statesOf(call.caller(), List.of(call.userId())).thenApply(states -> Answer.ok(states.get(0)));
    }

    private CompletionStage<Answer<PresenceReply>> query(ApiCall<PresenceQueryPayload> call) {
        List<UserId> asked =
                call.body().userIds().stream().map(UserId::new).distinct().toList();
        return statesOf(call.caller(), asked).thenApply(states -> Answer.ok(new PresenceReply(states)));
    }

    private CompletionStage<List<PresencePayload>> statesOf(Caller caller, List<UserId> asked) {
        asked.forEach(caller::requireActingFor);
        return presence.query(asked).thenCompose(states -> withLastActive(asked, states));
    }

    /** Whom presence does not know is looked up in the collection, in one question for all. */
    private CompletionStage<List<PresencePayload>> withLastActive(
            List<UserId> asked, Map<UserId, PresenceState> states) {
        List<UserId> unknown = asked.stream()
                .filter(user -> states.get(user).lastActive().isEmpty())
                .toList();
        CompletionStage<Map<UserId, User>> found =
                unknown.isEmpty() ? CompletableFuture.completedFuture(Map.of()) : users.findAll(unknown);
        return found.thenApply(known -> asked.stream()
                .map(user -> payloadOf(states.get(user), known.getOrDefault(user, User.unknown(user))))
                .toList());
    }

    private static PresencePayload payloadOf(PresenceState state, User user) {
        return new PresencePayload(
                state.userId().value(), state.isOnline(), state.lastActive().or(user::lastActive), state.connections());
    }
}
