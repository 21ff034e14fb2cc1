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

/** REST routes of presence. A user may ask about anyone and sees what {@code get-online-status} shows. */
public final class PresenceRoutes {
    private final PresenceLookup directory;

    public PresenceRoutes(PresenceLookup directory) {
        this.directory = directory;
    }

    public List<RestEndpoint<?, ?>> routes() {
        return List.of(
                new RestEndpoint<>(Routes.GET_PRESENCE, this::get),
                new RestEndpoint<>(Routes.QUERY_PRESENCE, this::query));
    }

    private CompletionStage<Response<PresencePayload>> get(RequestContext<Void> request) {
        return payloadsOf(request.caller(), List.of(request.userId())).thenApply(found -> Response.ok(found.get(0)));
    }

    private CompletionStage<Response<PresenceReply>> query(RequestContext<PresenceQueryPayload> request) {
        List<UserId> asked =
                request.body().userIds().stream().map(UserId::new).distinct().toList();
        request.chargeForAll(asked.size());
        return payloadsOf(request.caller(), asked).thenApply(found -> Response.ok(new PresenceReply(found)));
    }

    private CompletionStage<List<PresencePayload>> payloadsOf(Caller caller, List<UserId> asked) {
        return directory.lookUp(caller.user(), asked).thenApply(states -> states.stream()
                .map(state -> payloadOf(caller, state))
                .toList());
    }

    /** Hides the connections of a user who appears offline from callers who may not act for that user. */
    private static PresencePayload payloadOf(Caller caller, PresenceState state) {
        boolean shown = state.isOnline() || caller.mayActFor(state.userId());
        return new PresencePayload(
                state.userId().value(), state.isOnline(), state.lastActive(), shown ? state.connections() : 0);
    }
}
