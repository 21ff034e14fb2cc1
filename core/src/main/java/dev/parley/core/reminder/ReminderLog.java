package dev.parley.core.reminder;

import dev.parley.core.chat.Message;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The reminders that were sent. Stages fail with {@code StorageException} and nothing else. */
public interface ReminderLog {

    /** Creates the indexes; to be called before the first reminder. */
    CompletionStage<Void> start();

    /**
     * Stores a reminder. One for {@link ReminderChannel#WEBHOOK} becomes the event {@code message.unread} with the same write. Completes
     * with false when a reminder of that key is stored.
     */
    CompletionStage<Boolean> add(Reminder reminder, ReminderChannel channel);

    /** The newest reminder that was sent to a user through a channel. */
    CompletionStage<Optional<Sent>> last(UserId receiver, ReminderChannel channel);

    /** @param upToSeq the newest message that it was about, by chat */
    record Sent(Instant at, Map<ChatId, Long> upToSeq) {

        public Sent {
            upToSeq = Map.copyOf(upToSeq);
        }

        public boolean covers(Message message) {
            return message.seq() <= upToSeq.getOrDefault(message.chatId(), 0L);
        }
    }
}
