package dev.parley.gateway.reminders;

import dev.parley.core.outbox.EventType;
import dev.parley.core.outbox.Outbox;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.ReminderChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reminders as webhook {@code message.unread}. There is nothing to send here: storing the reminder puts it into the outbox, from which
 * it is delivered at least once.
 */
public final class WebhookReminders implements ReminderSender {
    private final Outbox outbox;

    public WebhookReminders(Outbox outbox) {
        this.outbox = outbox;
    }

    @Override
    public ReminderChannel channel() {
        return ReminderChannel.WEBHOOK;
    }

    /** While an endpoint subscribes to the event. */
    @Override
    public boolean isActive() {
        return outbox.hasSubscribers(EventType.MESSAGE_UNREAD);
    }

    @Override
    public CompletionStage<SendResult> send(Reminder reminder) {
        return CompletableFuture.completedStage(SendResult.SENT);
    }
}
