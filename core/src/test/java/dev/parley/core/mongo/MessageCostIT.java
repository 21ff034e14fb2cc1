package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.refusalCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.core.testing.People;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** The MongoDB commands of a message on its whole path, with the default rules. */
class MessageCostIT extends SendingNode {
    private static final int MEASURED = 10;

    @Test
    void aMessageCostsTwoCommandsWhateverTheHistoryAndWhateverIsUnread() {
        send(10);
        assertThat(commandsOf(MEASURED)).hasSizeLessThanOrEqualTo(2 * MEASURED);
        store(2_000);
        send(1);
        assertThat(commandsOf(MEASURED)).hasSizeLessThanOrEqualTo(2 * MEASURED).containsOnly("insert", "findAndModify");
        assertThat(rooms.told().get(rooms.told().size() - 1)).endsWith("unread 2031");
    }

    @Test
    void aRefusalIsNotSlowerThanASuccess() {
        send(1);
        await(users.block(BORIS, ANNA));
        assertThat(refusalCode(service.send(People.command(chat.id(), ANNA, "a word"))))
                .isEqualTo(ErrorCode.RECIPIENT_UNAVAILABLE);
        quiet();
        assertThat(refusalCode(service.send(People.command(chat.id(), ANNA, "a word"))))
                .isEqualTo(ErrorCode.RECIPIENT_UNAVAILABLE);
        assertThat(mongo.listener().commands()).isEmpty();
    }

    @Test
    void withoutIntegrationsNothingIsStoredForThemAndWithRemindersNoCommandIsAdded() {
        send(1);
        List<String> without = commandsOf(MEASURED);
        assertThat(mongo.collection("messages").find()).hasSize(1 + MEASURED).noneMatch(this::isMarked);

        mongo.store().pendingReminders().use(Set.of(ReminderChannel.EMAIL));
        try {
            assertThat(commandsOf(MEASURED)).isEqualTo(without);
            assertThat(mongo.collection("messages").find())
                    .filteredOn(this::isMarked)
                    .hasSize(MEASURED);
        } finally {
            mongo.store().pendingReminders().use(Set.of());
        }
    }

    private boolean isMarked(Document message) {
        return message.containsKey(ReminderMarks.FIELD) || message.containsKey(OutboxMarks.FIELD);
    }

    private List<String> commandsOf(int messages) {
        quiet();
        send(messages);
        return List.copyOf(mongo.listener().commands());
    }
}
