package dev.parley.core.reminder;

import dev.parley.core.chat.Message;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The messages that no reminder has mentioned yet, for each channel by itself. The write that stores a message marks it, and the write
 * that marks it as read removes the mark. Stages fail with {@code StorageException} and nothing else.
 */
public interface PendingReminders {

    /** Creates the index; to be called before the first query. */
    CompletionStage<Void> start();

    /** From now on new messages are marked for these channels. Without channels nothing is marked and nothing is written. */
    void use(Set<ReminderChannel> channels);

    /** The marked messages to a user, the oldest first, at most {@code limit}. Another application may have marked some as read. */
    CompletionStage<List<Message>> of(UserId receiver, ReminderChannel channel, int limit);

    /** Removes the marks of these messages. */
    CompletionStage<Void> remove(UserId receiver, ReminderChannel channel, Collection<Message> messages);

    /**
     * Everyone in a shard with a marked message, in order of id.
     *
     * @param after the last user of the page before; empty for the first
     * @param limit of messages that are read
     */
    CompletionStage<Waiting> waiting(ReminderChannel channel, int shard, Optional<UserId> after, int limit);

    /** @param since when the oldest marked message was stored */
    record Receiver(UserId user, Instant since) {}

    /** @param hasMore whether there may be further users */
    record Waiting(List<Receiver> receivers, boolean hasMore) {

        public Waiting {
            receivers = List.copyOf(receivers);
        }
    }
}
