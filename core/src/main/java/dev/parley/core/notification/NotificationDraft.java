package dev.parley.core.notification;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a back-end service wants users to know.
 *
 * @param data JSON values, for the front end
 * @param expiresAt from then on it is as if it had never been
 */
public record NotificationDraft(
        String type, String title, String body, Map<String, Object> data, Optional<Instant> expiresAt) {}
