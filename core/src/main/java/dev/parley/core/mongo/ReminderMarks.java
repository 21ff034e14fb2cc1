package dev.parley.core.mongo;

import static com.mongodb.client.model.Updates.unset;

import dev.parley.core.chat.Message;
import dev.parley.core.id.UserId;
import dev.parley.core.outbox.Shards;
import dev.parley.core.reminder.ReminderChannel;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Marks messages as not mentioned in a reminder yet: the field {@code reminders} holds one text per channel, with the shard of the
 * receiver. Without channels documents and updates stay as they are. Any thread.
 */
final class ReminderMarks {
    static final String FIELD = "reminders";

    private volatile Set<ReminderChannel> channels = Set.of();

    void use(Set<ReminderChannel> active) {
        channels = Set.copyOf(active);
    }

    static String mark(ReminderChannel channel, UserId receiver) {
        return mark(channel, Shards.of(receiver.value()));
    }

    static String mark(ReminderChannel channel, int shard) {
        return shard + " " + channel.word();
    }

    /** Adds the marks to a new message. System messages are not counted as unread, so nobody is reminded of them. */
    Document mark(Document document, Message message) {
        Set<ReminderChannel> active = channels;
        return active.isEmpty() || message.isSystem()
                ? document
                : document.append(
                        FIELD,
                        active.stream()
                                .sorted()
                                .map(channel -> mark(channel, message.receiver()))
                                .toList());
    }

    /** The parts that remove the marks from messages that are read. */
    List<Bson> removal() {
        return channels.isEmpty() ? List.of() : List.of(unset(FIELD));
    }
}
