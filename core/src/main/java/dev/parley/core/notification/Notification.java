package dev.parley.core.notification;

import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something a user should know, kept until read or expired.
 *
 * @param data JSON values, for the front end
 */
public record Notification(
        NotificationId id,
        UserId userId,
        String type,
        String title,
        String body,
        Map<String, Object> data,
        boolean delivered,
        boolean isRead,
        Optional<Instant> readAt,
        Instant createdAt,
        Optional<Instant> expiresAt) {}
