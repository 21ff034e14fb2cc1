package dev.parley.core.reminder;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which reminders a user wants.
 *
 * @param off the channels that the user has turned off
 */
public record Preferences(Set<ReminderChannel> off, Optional<QuietHours> quietHours) {
    /** Those of a user who has stored none. */
    public static final Preferences DEFAULT = new Preferences(Set.of(), Optional.empty());

    public Preferences {
        off = Set.copyOf(off);
    }

    public boolean allow(ReminderChannel channel) {
        return !off.contains(channel);
    }

    /** Messages of quiet hours are mentioned when they have ended. */
    ReminderPermission permission(ReminderChannel channel, Instant now) {
        if (!allow(channel)) {
            return ReminderPermission.NEVER;
        }
        return quietHours
                .flatMap(hours -> hours.endAfter(now))
                .<ReminderPermission>map(ReminderPermission.Later::new)
                .orElse(ReminderPermission.NOW);
    }
}
