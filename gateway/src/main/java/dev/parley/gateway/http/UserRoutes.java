package dev.parley.gateway.http;

import dev.parley.core.id.UserId;
import dev.parley.core.user.UserService;
import dev.parley.gateway.cluster.SocketDisconnector;
import dev.parley.gateway.http.RestPayloads.ChangeUserPayload;
import dev.parley.gateway.http.RestPayloads.DisconnectPayload;
import dev.parley.gateway.http.RestPayloads.UserReply;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.wire.RoomNames;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** REST routes of users, blocks and disconnects. */
public final class UserRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(UserRoutes.class);

    private final UserService users;
    private final SocketDisconnector sockets;

    public UserRoutes(UserService users, SocketDisconnector sockets) {
        this.users = users;
        this.sockets = sockets;
    }

    public List<RestEndpoint<?, ?>> routes() {
        return List.of(
                new RestEndpoint<>(Routes.GET_USER, this::get),
                new RestEndpoint<>(Routes.CHANGE_USER, this::change),
                new RestEndpoint<>(Routes.BLOCK_USER, this::block),
                new RestEndpoint<>(Routes.UNBLOCK_USER, this::unblock),
                new RestEndpoint<>(Routes.DISCONNECT_USER, this::disconnect));
    }

    private CompletionStage<Response<UserReply>> get(RequestContext<Void> request) {
        return users.find(request.subject()).thenApply(user -> Response.ok(UserReply.of(user)));
    }

    private CompletionStage<Response<UserReply>> change(RequestContext<ChangeUserPayload> request) {
        UserId subject = request.subject();
        if (request.body().isPrivileged()) {
            request.caller().requireService();
        }
        return users.change(subject, request.body().change()).thenApply(user -> Response.ok(UserReply.of(user)));
    }

    private CompletionStage<Response<Void>> block(RequestContext<Void> request) {
        return users.block(request.subject(), otherOf(request)).thenApply(done -> Response.noContent());
    }

    private CompletionStage<Response<Void>> unblock(RequestContext<Void> request) {
        return users.unblock(request.subject(), otherOf(request)).thenApply(done -> Response.noContent());
    }

    private CompletionStage<Response<Void>> disconnect(RequestContext<DisconnectPayload> request) {
        UserId subject = request.subject();
        LOG.info("closing the sockets of user {} on every node: {}", subject, reasonIn(request.body()));
        sockets.disconnect(BroadcastTarget.room(RoomNames.of(subject)), true);
        return CompletableFuture.completedFuture(Response.noContent());
    }

    /** Removes control characters, which could forge log lines. */
    private static String reasonIn(DisconnectPayload body) {
        return body.reason().orElse("no reason given").replaceAll("\\p{Cntrl}", " ");
    }

    private static UserId otherOf(RequestContext<?> request) {
        return new UserId(request.pathValues().get("otherId"));
    }
}
