package dev.parley.gateway.http;

import dev.parley.core.id.UserId;
import dev.parley.gateway.auth.Caller;
import dev.parley.gateway.http.RestPayloads.PresencePayload;
import dev.parley.gateway.http.RestPayloads.PresenceQueryPayload;
import dev.parley.gateway.http.RestPayloads.PresenceReply;
import dev.parley.gateway.presence.PresenceLookup;
import dev.parley.presence.PresenceState;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** HTTP to presence. A user may ask about anyone and sees what {@code get-online-status} shows. */
public final class PresenceRoutes implements RouteGroup {
    private final PresenceLookup directory;

    public PresenceRoutes(PresenceLookup directory) {
        this.directory = directory;
    }

    @Override
    public List<ApiRoute<?, ?>> routes() {
        return List.of(
                new ApiRoute<>(Routes.GET_PRESENCE, this::get), new ApiRoute<>(Routes.QUERY_PRESENCE, this::query));
    }

    private CompletionStage<Answer<PresencePayload>> get(ApiCall<Void> call) {
        return payloadsOf(call.caller(), List.of(call.userId())).thenApply(found -> Answer.ok(found.get(0)));
    }

    private CompletionStage<Answer<PresenceReply>> query(ApiCall<PresenceQueryPayload> call) {
        List<UserId> asked =
                call.body().userIds().stream().map(UserId::new).distinct().toList();
        return payloadsOf(call.caller(), asked).thenApply(found -> Answer.ok(new PresenceReply(found)));
    }

    private CompletionStage<List<PresencePayload>> payloadsOf(Caller caller, List<UserId> asked) {
        return directory.lookUp(caller.user(), asked).thenApply(states -> states.stream()
                .map(state -> payloadOf(caller, state))
                .toList());
    }

    /** The connections of someone who appears offline are shown to those only who may act for them. */
    private static PresencePayload payloadOf(Caller caller, PresenceState state) {
        boolean shown = state.isOnline() || caller.mayActFor(state.userId());
        return new PresencePayload(
                state.userId().value(), state.isOnline(), state.lastActive(), shown ? state.connections() : 0);
    }
}
