package dev.parley.gateway.reminders;

import java.time.Duration;

/** What became of a deadline. */
sealed interface ReminderDecision {

    /** The messages in question are not mentioned again. */
    record Finished(Outcome outcome) implements ReminderDecision {}

    /** @param pause until the question is asked again */
    record Postponed(Reason reason, Duration pause) implements ReminderDecision {}

    /** The reminder could not be sent, or nobody knows whether it was. */
    record Failed(Throwable cause, Duration pause) implements ReminderDecision {}

    enum Outcome {
        SENT,
        NO_ADDRESS,
        REFUSED,
        /** Everything was read in time, or is in a reminder that was sent before. */
        READ,
        /** The receiver is suspended, has blocked the sender, or wants no reminders; or the chat was deleted. */
        UNWANTED;

        static Outcome of(SendResult result) {
            return switch (result) {
                case SENT -> SENT;
                case NO_ADDRESS -> NO_ADDRESS;
                case REFUSED -> REFUSED;
            };
        }
    }

    enum Reason {
        /** What is unread arrived later than what the deadline was for. */
        TOO_EARLY,
        ONLINE,
        /** The user's preferences. */
        PREFERENCES,
        /** A reminder was sent a short time ago. */
        PERIOD,
        /** Another node has sent a reminder at the same time. */
        REPEATED
    }
}
