package dev.parley.core.reminder;

import java.time.Instant;

/** Whether a user may be reminded through a channel. */
public sealed interface ReminderPermission {
    ReminderPermission NOW = new Now();
    ReminderPermission NEVER = new Never();

    record Now() implements ReminderPermission {}

    /** The question is to be asked again at that time. */
    record Later(Instant at) implements ReminderPermission {}

    /** The messages in question are not mentioned by this channel, also not later. */
    record Never() implements ReminderPermission {}
}
