package dev.parley.gateway.http;

import dev.parley.core.chat.Page;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.Notification;
import dev.parley.core.notification.NotificationService;
import dev.parley.gateway.broadcast.WireNotificationBroadcaster;
import dev.parley.gateway.http.RestPayloads.EmitNotificationPayload;
import dev.parley.gateway.http.RestPayloads.NotificationsPostedReply;
import dev.parley.gateway.http.RestPayloads.NotificationsReply;
import dev.parley.gateway.http.RestPayloads.PostNotificationPayload;
import dev.parley.gateway.wire.NotificationPayload;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** REST routes of notifications. */
public final class NotificationRoutes {
    private final NotificationService notifications;
    private final WireNotificationBroadcaster broadcaster;

    public NotificationRoutes(NotificationService notifications, WireNotificationBroadcaster broadcaster) {
        this.notifications = notifications;
        this.broadcaster = broadcaster;
    }

    public List<RestEndpoint<?, ?>> routes() {
        return List.of(
                new RestEndpoint<>(Routes.POST_NOTIFICATION, this::post),
                new RestEndpoint<>(Routes.EMIT_NOTIFICATION, this::emit),
                new RestEndpoint<>(Routes.LIST_NOTIFICATIONS, this::list));
    }

    private CompletionStage<Response<NotificationsPostedReply>> post(RequestContext<PostNotificationPayload> request) {
        List<UserId> receivers = request.body().receivers();
        receivers.forEach(request.caller()::requireActingFor);
        request.chargeForAll(receivers.size());
        return notifications
                .post(receivers, request.body().draft(), request.body().clientNotificationId())
                .thenApply(posted -> Response.of(
                        posted.isNew() ? 201 : 200, new NotificationsPostedReply(payloadsOf(posted.notifications()))));
    }

    private CompletionStage<Response<Void>> emit(RequestContext<EmitNotificationPayload> request) {
        UserId receiver = new UserId(request.body().userId());
        request.caller().requireActingFor(receiver);
        broadcaster.prepared(receiver, request.body().notification());
        return CompletableFuture.completedFuture(Response.noContent());
    }

    private CompletionStage<Response<NotificationsReply>> list(RequestContext<Void> request) {
        UserId owner = request.listOwner();
        CompletionStage<Long> unread = notifications.unread(owner);
        return notifications
                .list(owner, request.flag("unread"), request.text("cursor"), request.limit())
                .thenCombine(unread, NotificationRoutes::reply);
    }

    private static Response<NotificationsReply> reply(Page<Notification> page, long unread) {
        return Response.ok(new NotificationsReply(payloadsOf(page.items()), unread, page.cursor()));
    }

    private static List<NotificationPayload> payloadsOf(List<Notification> notifications) {
        return notifications.stream().map(NotificationPayload::of).toList();
    }
}
