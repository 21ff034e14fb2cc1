package dev.parley.core.chat;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.People.command;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.MessageRepository.Receipt;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import dev.parley.core.testing.CountingIds;
import dev.parley.core.testing.People;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract tests for each {@link MessageRepository}. */
public abstract class MessageRepositoryContract {
    private static final OptionalLong ALL = OptionalLong.empty();

    /** Never the same twice: a chat that loses its messages is no case of ours. */
    private static final CountingIds IDS = new CountingIds();

    protected Chat chat;

    protected abstract ChatRepository chats();

    protected abstract MessageRepository messages();

    @BeforeEach
    void openAChat() {
        chat = await(chats().open(People.chat(IDS.next()))).chat();
    }

    @Test
    void numbersAreOneTwoThreeWhateverWasProposed() {
        assertThat(post(ANNA, "it leaks").seq()).isEqualTo(1);
        assertThat(post(BORIS, "where?").seq()).isEqualTo(2);
        assertThat(post(ANNA, "above the bed").seq()).isEqualTo(3);
        assertThat(await(messages().newest(chat.id())).seq()).isEqualTo(3);
        assertThat(await(messages().newest(new ChatId("nowhere"))).seq()).isZero();
    }

    @Test
    void aTimeIsNotBeforeThatOfTheMessageBefore() {
        assertThat(postedAt(NOON)).isEqualTo(NOON);
        assertThat(postedAt(NOON.minusSeconds(120))).isEqualTo(NOON);
        assertThat(postedAt(NOON.plusMillis(1))).isEqualTo(NOON.plusMillis(1));
        assertThat(postedAt(NOON.minusSeconds(3_600))).isEqualTo(NOON.minusSeconds(3_600));
    }

    private Instant postedAt(Instant clock) {
        Message draft = People.text(IDS.next(), chat.id(), ANNA, BORIS, "it leaks", Optional.empty(), clock);
        return await(messages().append(draft, stored -> {})).message().createdAt();
    }

    @Test
    void aMessageIsReadAsItWasStored() {
        Message rich = new Message(
                new MessageId(IDS.next()),
                chat.id(),
                1,
                MessageCounts.FIRST,
                ANNA,
                BORIS,
                "see \uD83D\uDE00 *** and \"quotes\"",
                MessageType.IMAGE,
                List.of(
                        new Media(
                                "https://a.example/1.png", Optional.of("image/png"), Optional.of("1"), Optional.of(7L)),
                        new Media("https://a.example/2.png", Optional.empty(), Optional.empty(), Optional.empty())),
                Map.of(),
                Optional.of("k1"),
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                List.of("email"),
                NOON);
        await(messages().append(rich, stored -> {}));
        assertThat(await(messages().after(chat.id(), 0, 10)).messages()).containsExactly(rich);
    }

    @Test
    void aSystemMessageIsNumberedKeptWithItsDataAndUnreadByNobody() {
        post(ANNA, "it leaks");
        Message said = await(messages()
                        .append(People.systemDraft(IDS.next(), chat, "booked", Optional.of("k1")), stored -> {}))
                .message();
        assertThat(said.seq()).isEqualTo(2);
        assertThat(await(messages().after(chat.id(), 1, 10)).messages()).containsExactly(said);
        assertThat(await(messages().countUnread(chat.id(), ANNA))).isZero();
        assertThat(await(messages().countUnread(chat.id(), BORIS))).isEqualTo(1);
        assertThat(await(messages().countUnread(chat.id(), BORIS, ChatTail.of(said))))
                .isEqualTo(1);
        assertThat(await(messages().markRead(chat.id(), BORIS, ALL, NOON, receipt -> {})))
                .isEqualTo(new Receipt(1, 1));
        assertThat(post(BORIS, "fine").counts()).isEqualTo(new MessageCounts(1, 1, 1));
        assertThat(await(messages().countUnread(chat.id(), BORIS))).isZero();
    }

    @Test
    void aParticipantsKeyDoesNotStandForASystemMessages() {
        await(messages().append(draft(BORIS, "booked", "k1"), stored -> {}));
        assertThat(appendedBySystem("k1").isNew()).isTrue();
        assertThat(appendedBySystem("k1").isNew()).isFalse();
    }

    @Test
    void aRetryIsStoredOnce() {
        Message first = await(messages().append(draft(ANNA, "soup?", "k1"), stored -> {}))
                .message();
        Appended again = await(messages().append(draft(ANNA, "soup?", "k1"), stored -> {}));
        assertThat(again).isEqualTo(new Appended(first, false));
        assertThat(await(messages().findAttempt(command(chat.id(), ANNA, "soup?", "k1"))))
                .contains(first);
        assertThat(await(messages().findAttempt(command(chat.id(), BORIS, "soup?", "k1"))))
                .isEmpty();
        assertThat(await(messages().append(draft(BORIS, "yes", "k1"), stored -> {}))
                        .isNew())
                .isTrue();
        assertThat(await(messages().newest(chat.id())).seq()).isEqualTo(2);
    }

    @Test
    void messagesWithoutAKeyAreAllStored() {
        post(ANNA, "again");
        assertThat(post(ANNA, "again").seq()).isEqualTo(2);
    }

    @Test
    void sixteenWritersLeaveNoGapsAndNoDuplicates() {
        List<CompletionStage<Appended>> writes = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
            writes.add(messages().append(draft(i % 2 == 0 ? ANNA : BORIS, "word " + i, "k" + i / 2), stored -> {}));
        }
        List<Long> taken =
                writes.stream().map(write -> await(write).message().seq()).toList();
        assertThat(taken).containsExactlyInAnyOrderElementsOf(oneTo(160));
        List<Message> history = await(messages().after(chat.id(), 0, 500)).messages();
        assertThat(history).extracting(Message::seq).isEqualTo(oneTo(160));
    }

    @Test
    void aRetryAtTheSameTimeIsStoredOnce() {
        List<CompletionStage<Appended>> tries = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            tries.add(messages().append(draft(ANNA, "soup?", "k1"), stored -> {}));
        }
        List<Appended> ends = tries.stream().map(each -> await(each)).toList();
        assertThat(ends).filteredOn(Appended::isNew).hasSize(1);
        assertThat(ends).extracting(each -> each.message().seq()).containsOnly(1L);
    }

    @Test
    void historyIsReadInBothDirectionsAscending() {
        for (int i = 1; i <= 5; i++) {
            post(ANNA, "word " + i);
        }
        assertThat(numbers(messages().after(chat.id(), 1, 2))).isEqualTo(List.of(2L, 3L));
        assertThat(await(messages().after(chat.id(), 1, 2)).hasMore()).isTrue();
        assertThat(await(messages().after(chat.id(), 3, 2)).hasMore()).isFalse();
        assertThat(numbers(messages().before(chat.id(), 4, 2))).isEqualTo(List.of(2L, 3L));
        assertThat(await(messages().before(chat.id(), 4, 2)).hasMore()).isTrue();
        assertThat(await(messages().before(chat.id(), 3, 2)).hasMore()).isFalse();
        assertThat(numbers(messages().before(chat.id(), Long.MAX_VALUE, 10))).isEqualTo(oneTo(5));
    }

    @Test
    void deliveringMarksWhatTheOtherSideSentOnce() {
        post(ANNA, "one");
        post(BORIS, "two");
        post(ANNA, "three");
        assertThat(await(messages().markDelivered(chat.id(), BORIS, NOON, receipt -> {})))
                .isEqualTo(new Receipt(2, 3));
        assertThat(await(messages().markDelivered(chat.id(), BORIS, NOON, receipt -> {}))
                        .count())
                .isZero();
        List<Message> history = await(messages().after(chat.id(), 0, 10)).messages();
        assertThat(history).extracting(Message::delivered).containsExactly(true, false, true);
        assertThat(history.get(0).deliveredAt()).contains(NOON);
        assertThat(await(messages().countUnread(chat.id(), BORIS))).isEqualTo(2);
    }

    @Test
    void readingGoesUpToWhereTheReaderIs() {
        post(ANNA, "one");
        post(ANNA, "two");
        post(ANNA, "three");
        assertThat(await(messages().markRead(chat.id(), BORIS, OptionalLong.of(2), NOON, receipt -> {})))
                .isEqualTo(new Receipt(2, 2));
        assertThat(await(messages().countUnread(chat.id(), BORIS))).isEqualTo(1);
        assertThat(await(messages().markRead(chat.id(), BORIS, OptionalLong.of(2), NOON, receipt -> {})))
                .isEqualTo(new Receipt(0, 2));
        assertThat(await(messages().markRead(chat.id(), BORIS, ALL, NOON, receipt -> {})))
                .isEqualTo(new Receipt(1, 3));
        Message read = await(messages().after(chat.id(), 0, 1)).messages().get(0);
        assertThat(read.isRead() && read.delivered()).isTrue();
        assertThat(read.readAt()).contains(NOON);
        assertThat(read.deliveredAt()).as("a message that is read is delivered").contains(NOON);
    }

    @Test
    void nobodyReadsTheirOwnMessages() {
        post(ANNA, "one");
        assertThat(await(messages().markRead(chat.id(), ANNA, ALL, NOON, receipt -> {})))
                .isEqualTo(new Receipt(0, 0));
        assertThat(await(messages().countUnread(chat.id(), ANNA))).isZero();
    }

    @Test
    void unreadIsCountedForEveryChatAskedFor() {
        Chat other = await(chats().open(People.chat(IDS.next()))).chat();
        Chat quiet = await(chats().open(People.chat(IDS.next()))).chat();
        post(ANNA, "one");
        await(messages().append(People.draft(IDS.next(), other, ANNA, "two", Optional.empty()), stored -> {}));
        await(messages().append(People.draft(IDS.next(), other, ANNA, "three", Optional.empty()), stored -> {}));
        assertThat(await(messages().countUnread(List.of(chat.id(), other.id(), quiet.id()), BORIS)))
                .containsEntry(chat.id(), 1L)
                .containsEntry(other.id(), 2L)
                .containsEntry(quiet.id(), 0L)
                .hasSize(3);
        assertThat(await(messages().countUnread(List.of(), BORIS))).isEmpty();
    }

    private Appended appendedBySystem(String key) {
        return await(messages().append(People.systemDraft(IDS.next(), chat, "booked", Optional.of(key)), stored -> {}));
    }

    private Message post(UserId sender, String content) {
        return await(messages().append(People.draft(IDS.next(), chat, sender, content, Optional.empty()), stored -> {}))
                .message();
    }

    private Message draft(UserId sender, String content, String key) {
        return People.draft(IDS.next(), chat, sender, content, Optional.of(key));
    }

    private static List<Long> numbers(CompletionStage<MessageRepository.Messages> page) {
        return await(page).messages().stream().map(Message::seq).toList();
    }

    private static List<Long> oneTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
