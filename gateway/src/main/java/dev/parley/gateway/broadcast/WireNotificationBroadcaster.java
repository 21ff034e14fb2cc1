package dev.parley.gateway.broadcast;

import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.Notification;
import dev.parley.core.notification.NotificationBroadcaster;
import dev.parley.gateway.cluster.RoomEmitter;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.wire.ConnectionPayloads.ResyncPayload;
import dev.parley.gateway.wire.NotificationPayload;
import dev.parley.gateway.wire.NotificationPayloads.AllNotificationsReadPayload;
import dev.parley.gateway.wire.NotificationPayloads.NotificationReadPayload;
import dev.parley.gateway.wire.NotificationPayloads.PreparedNotificationPayload;
import dev.parley.gateway.wire.RoomNames;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.gateway.wire.WireEvents;
import java.time.Instant;
import java.util.Map;

/** Announces notification facts as wire events to the user's notification room. */
public final class WireNotificationBroadcaster implements NotificationBroadcaster {
    private final RoomEmitter emitter;

    public WireNotificationBroadcaster(RoomEmitter emitter) {
        this.emitter = emitter;
    }

    @Override
    public void notificationPosted(Notification notification) {
        emit(WireEvents.NEW_NOTIFICATION, NotificationPayload.of(notification), notification.userId());
    }

    @Override
    public void notificationRead(UserId user, NotificationId id, long unread) {
        emit(WireEvents.NOTIFICATION_READ, new NotificationReadPayload(id.value(), unread), user);
    }

    @Override
    public void allNotificationsRead(UserId user, long readCount, long unread) {
        emit(WireEvents.ALL_NOTIFICATIONS_READ, new AllNotificationsReadPayload(readCount, unread), user);
    }

    @Override
    public void resync(UserId user, Instant since) {
        emit(WireEvents.RESYNC, ResyncPayload.announcementUnknown(since), user);
    }

    /** Emits a notification that a back end prepared; it is not stored. */
    public void prepared(UserId user, Map<String, Object> notification) {
        emit(WireEvents.PREPARED_NOTIFICATION, new PreparedNotificationPayload(notification), user);
    }

    private <P> void emit(ServerEvent<P> event, P payload, UserId user) {
        emitter.emit(event, payload, BroadcastTarget.room(RoomNames.notificationsOf(user)));
    }
}
