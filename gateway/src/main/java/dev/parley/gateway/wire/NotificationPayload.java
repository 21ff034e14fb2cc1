package dev.parley.gateway.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.core.notification.Notification;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** One stored notification. @param data any JSON of the back end that posted it */
public record NotificationPayload(
        @JsonProperty("_id") String id,
        String userId,
        String type,
        String title,
        String body,
        Map<String, Object> data,
        boolean delivered,
        @JsonProperty("isRead") boolean isRead,
        Optional<Instant> readAt,
        Instant createdAt,
        Optional<Instant> expiresAt) {

    public static NotificationPayload of(Notification notification) {
        return new NotificationPayload(
                notification.id().value(),
                notification.userId().value(),
                notification.type(),
                notification.title(),
                notification.body(),
                notification.data(),
                notification.delivered(),
                notification.isRead(),
                notification.readAt(),
                notification.createdAt(),
                notification.expiresAt());
    }
}
