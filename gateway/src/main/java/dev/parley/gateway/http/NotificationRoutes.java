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

/** HTTP to notification use cases. */
public final class NotificationRoutes implements RouteGroup {
    private final NotificationService notifications;
    private final WireNotificationBroadcaster broadcaster;

    public NotificationRoutes(NotificationService notifications, WireNotificationBroadcaster broadcaster) {
        this.notifications = notifications;
        this.broadcaster = broadcaster;
    }

    @Override
    public List<ApiRoute<?, ?>> routes() {
        return List.of(
                new ApiRoute<>(Routes.POST_NOTIFICATION, this::post),
                new ApiRoute<>(Routes.EMIT_NOTIFICATION, this::emit),
                new ApiRoute<>(Routes.LIST_NOTIFICATIONS, this::list));
    }

    private CompletionStage<Answer<NotificationsPostedReply>> post(ApiCall<PostNotificationPayload> call) {
        List<UserId> receivers = call.body().receivers();
        receivers.forEach(call.caller()::requireActingFor);
        return notifications
                .post(receivers, call.body().draft())
                .thenApply(posted -> new Answer<>(201, new NotificationsPostedReply(payloadsOf(posted))));
    }

    private CompletionStage<Answer<Void>> emit(ApiCall<EmitNotificationPayload> call) {
        UserId receiver = new UserId(call.body().userId());
        call.caller().requireActingFor(receiver);
        broadcaster.prepared(receiver, call.body().notification());
        return CompletableFuture.completedFuture(Answer.done());
    }

    private CompletionStage<Answer<NotificationsReply>> list(ApiCall<Void> call) {
        UserId owner = call.listOwner();
        CompletionStage<Long> unread = notifications.unread(owner);
        return notifications
                .list(owner, call.flag("unread"), call.text("cursor"), call.limit())
                .thenCombine(unread, NotificationRoutes::reply);
    }

    private static Answer<NotificationsReply> reply(Page<Notification> page, long unread) {
        return Answer.ok(new NotificationsReply(payloadsOf(page.items()), unread, page.cursor()));
    }

    private static List<NotificationPayload> payloadsOf(List<Notification> notifications) {
        return notifications.stream().map(NotificationPayload::of).toList();
    }
}
