package dev.parley.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A notification to be stored.
 *
 * @param data strings, numbers, booleans, nulls, instants, and maps and collections of them
 * @param expiresAt when it is deleted; empty for never
 * @param clientNotificationId a notification with the same one is stored once per receiver, so that it can be sent again
 */
public record Notification(
        String type,
        String title,
        String body,
        Map<String, ?> data,
        Optional<Instant> expiresAt,
        Optional<String> clientNotificationId) {

    public Notification(String type, String title, String body) {
        this(type, title, body, Map.of(), Optional.empty(), Optional.empty());
    }

    /** A copy with this data. */
    public Notification withData(Map<String, ?> added) {
        return new Notification(type, title, body, added, expiresAt, clientNotificationId);
    }

    /** A copy that is deleted at this time. */
    public Notification expiringAt(Instant time) {
        return new Notification(type, title, body, data, Optional.of(time), clientNotificationId);
    }

    /** A copy with this id, at most 128 characters. */
    public Notification withClientNotificationId(String id) {
        return new Notification(type, title, body, data, expiresAt, Optional.of(id));
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put("title", title);
        fields.put("body", body);
        fields.put("data", data);
        expiresAt.ifPresent(time -> fields.put("expiresAt", time));
        clientNotificationId.ifPresent(id -> fields.put("clientNotificationId", id));
        return fields;
    }
}
