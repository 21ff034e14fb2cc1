package dev.parley.core.notification;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A notification to be stored and sent.
 *
 * @param data JSON values, for the front end
 * @param expiresAt when it expires; an expired notification is not visible
 */
public record NotificationDraft(
        String type, String title, String body, Map<String, Object> data, Optional<Instant> expiresAt) {}
