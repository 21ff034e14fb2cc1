package dev.parley.gateway.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.parley.core.id.NotificationId;
import java.util.List;
import java.util.Map;

/** Client events, replies and server events about notifications. */
public final class NotificationPayloads {
    private NotificationPayloads() {}

    /** @param notifications those that were undelivered, oldest first */
    public record JoinNotificationsReply(long unread, List<NotificationPayload> notifications, boolean hasMore) {}

    public record MarkNotificationReadPayload(NotificationId notificationId) {
        static MarkNotificationReadPayload read(PayloadFields fields) {
            return new MarkNotificationReadPayload(fields.notificationId("notificationId"));
        }
    }

    /** A reply and a server event alike. */
    public record NotificationReadPayload(String notificationId, long unread) {}

    /** A reply and a server event alike. */
    public record AllNotificationsReadPayload(long readCount, long unread) {}

    /** A reply and a server event alike. */
    public record UnreadCountPayload(long count) {}

    /** A notification that a back end prepared: emitted as it is and not stored. */
    public record PreparedNotificationPayload(@JsonValue Map<String, Object> fields) {}
}
