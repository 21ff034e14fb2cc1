package dev.parley.gateway.events;

import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.NotificationService;
import dev.parley.gateway.rooms.Rooms;
import dev.parley.gateway.wire.ConnectionPayloads.UserPayload;
import dev.parley.gateway.wire.NotificationPayload;
import dev.parley.gateway.wire.NotificationPayloads.AllNotificationsReadPayload;
import dev.parley.gateway.wire.NotificationPayloads.JoinNotificationsReply;
import dev.parley.gateway.wire.NotificationPayloads.MarkNotificationReadPayload;
import dev.parley.gateway.wire.NotificationPayloads.NotificationReadPayload;
import dev.parley.gateway.wire.NotificationPayloads.UnreadCountPayload;
import dev.parley.gateway.wire.RoomNames;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.gateway.wire.WireEvents;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Translates notification events to use cases. Users reach their own notifications only. */
public final class NotificationHandler implements EventHandlers {
    private final NotificationService notifications;
    private final Rooms rooms;

    public NotificationHandler(NotificationService notifications, Rooms rooms) {
        this.notifications = notifications;
        this.rooms = rooms;
    }

    @Override
    public List<Endpoint<?, ?>> endpoints() {
        return List.of(
                new Endpoint<>(WireEvents.JOIN_NOTIFICATIONS, this::joinNotifications),
                new Endpoint<>(WireEvents.MARK_NOTIFICATION_READ, this::markRead),
                new Endpoint<>(WireEvents.MARK_ALL_NOTIFICATIONS_READ, this::markAllRead),
                new Endpoint<>(WireEvents.GET_UNREAD_COUNT, this::getUnreadCount));
    }

    CompletionStage<JoinNotificationsReply> joinNotifications(Connection connection, UserPayload payload) {
        UserId user = connection.callerNamed(payload.userId());
        return rooms.join(connection.member(), RoomNames.notificationsOf(user))
                .thenCompose(live -> notifications.join(user))
                .thenApply(NotificationHandler::reply);
    }

    CompletionStage<NotificationReadPayload> markRead(Connection connection, MarkNotificationReadPayload payload) {
        NotificationId id = payload.notificationId();
        return notifications
                .markRead(connection.caller(), id)
                .thenApply(unread -> new NotificationReadPayload(id.value(), unread))
                .thenApply(read -> emitOutsideRoom(connection, WireEvents.NOTIFICATION_READ, read));
    }

    CompletionStage<AllNotificationsReadPayload> markAllRead(Connection connection, UserPayload payload) {
        return notifications
                .markAllRead(connection.callerNamed(payload.userId()))
                .thenApply(marked -> new AllNotificationsReadPayload(marked.readCount(), marked.unread()))
                .thenApply(read -> emitOutsideRoom(connection, WireEvents.ALL_NOTIFICATIONS_READ, read));
    }

    CompletionStage<UnreadCountPayload> getUnreadCount(Connection connection, UserPayload payload) {
        return notifications
                .unread(connection.callerNamed(payload.userId()))
                .thenApply(UnreadCountPayload::new)
                .thenApply(count -> {
                    connection.output().emit(WireEvents.UNREAD_COUNT, count);
                    return count;
                });
    }

    /** The service announces to the room; a socket outside the room is told here, so that every socket hears it once. */
    private <P> P emitOutsideRoom(Connection connection, ServerEvent<P> event, P payload) {
        if (!rooms.roomsOf(connection.member()).contains(RoomNames.notificationsOf(connection.caller()))) {
            connection.output().emit(event, payload);
        }
        return payload;
    }

    private static JoinNotificationsReply reply(NotificationService.Joined joined) {
        return new JoinNotificationsReply(
                joined.unread(),
                joined.notifications().stream().map(NotificationPayload::of).toList(),
                joined.hasMore());
    }
}
