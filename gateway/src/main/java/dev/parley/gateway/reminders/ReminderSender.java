package dev.parley.gateway.reminders;

import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.ReminderChannel;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Sends reminders through one channel. Any thread. */
public interface ReminderSender {
    /** The longest {@link #deadline}. */
    Duration DEADLINE = Duration.ofSeconds(30);

    ReminderChannel channel();

    /** The time within which a stage should complete; afterwards the attempt counts as failed until the stage completes. */
    default Duration deadline() {
        return DEADLINE;
    }

    /** Whether the channel is configured. While it is not, messages are not marked for it. */
    default boolean isActive() {
        return true;
    }

    /** The least time between two reminders of a user. */
    default Duration period() {
        return Duration.ZERO;
    }

    /** Starts nothing further. May be called twice. */
    default void stop() {}

    /**
     * Never blocks. A stage that fails means that nothing was sent, or that nobody knows: the reminder is sent again after a pause
     * with the same {@link Reminder#key}, and may then cover further messages.
     */
    CompletionStage<SendResult> send(Reminder reminder);
}
