package dev.parley.gateway.config;

import dev.parley.gateway.mail.MailSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * Of what offline users are reminded, and through which channels.
 *
 * @param quietTime how long a message must be unread
 * @param mail empty means that no mails are sent
 */
public record ReminderSettings(Duration quietTime, Optional<MailSettings> mail) {
    /** By webhook only, if an endpoint wants it. */
    public static final ReminderSettings DEFAULT = new ReminderSettings(Duration.ofMinutes(5), Optional.empty());
}
