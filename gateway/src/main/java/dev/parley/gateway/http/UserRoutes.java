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

/** HTTP to user use cases. */
public final class UserRoutes implements RouteGroup {
    private static final Logger LOG = LoggerFactory.getLogger(UserRoutes.class);

    private final UserService users;
    private final SocketDisconnector sockets;

    public UserRoutes(UserService users, SocketDisconnector sockets) {
        this.users = users;
        this.sockets = sockets;
    }

    @Override
    public List<ApiRoute<?, ?>> routes() {
        return List.of(
                new ApiRoute<>(Routes.GET_USER, this::get),
                new ApiRoute<>(Routes.CHANGE_USER, this::change),
                new ApiRoute<>(Routes.BLOCK_USER, this::block),
                new ApiRoute<>(Routes.UNBLOCK_USER, this::unblock),
                new ApiRoute<>(Routes.DISCONNECT_USER, this::disconnect));
    }

    private CompletionStage<Answer<UserReply>> get(ApiCall<Void> call) {
        return users.find(subjectOf(call)).thenApply(user -> Answer.ok(UserReply.of(user)));
    }

    private CompletionStage<Answer<UserReply>> change(ApiCall<ChangeUserPayload> call) {
        UserId subject = subjectOf(call);
        if (call.body().isPrivileged()) {
            call.caller().requireService();
        }
        return users.change(subject, call.body().change()).thenApply(user -> Answer.ok(UserReply.of(user)));
    }

    private CompletionStage<Answer<Void>> block(ApiCall<Void> call) {
        return users.block(subjectOf(call), otherOf(call)).thenApply(done -> Answer.done());
    }

    private CompletionStage<Answer<Void>> unblock(ApiCall<Void> call) {
        return users.unblock(subjectOf(call), otherOf(call)).thenApply(done -> Answer.done());
    }

    private CompletionStage<Answer<Void>> disconnect(ApiCall<DisconnectPayload> call) {
        UserId subject = subjectOf(call);
        LOG.info("user {} is disconnected on every node: {}", subject, reasonIn(call.body()));
        sockets.disconnect(BroadcastTarget.room(RoomNames.of(subject)), true);
        return CompletableFuture.completedFuture(Answer.done());
    }

    /** Line breaks would forge log lines. */
    private static String reasonIn(DisconnectPayload body) {
        return body.reason().orElse("no reason given").replaceAll("\\p{Cntrl}", " ");
    }

    private static UserId subjectOf(ApiCall<?> call) {
        call.caller().requireActingFor(call.userId());
        return call.userId();
    }

    private static UserId otherOf(ApiCall<?> call) {
        return new UserId(call.values().get("otherId"));
    }
}
