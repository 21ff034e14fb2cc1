package dev.parley.gateway.config;

import java.time.Duration;

/**
 * Of what offline users are reminded, and through which channels.
 *
 * @param quietTime how long a message must be unread
 */
public record ReminderSettings(Duration quietTime) {
    /** By webhook only, if there is one. */
    public static final ReminderSettings DEFAULT = new ReminderSettings(Duration.ofMinutes(5));
}
