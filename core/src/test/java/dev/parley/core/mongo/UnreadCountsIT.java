package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageCounts;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.id.UserId;
import dev.parley.core.testing.People;
import dev.parley.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Unread counts by position, compared with the messages. */
class UnreadCountsIT {
    private static final ObjectIdGenerator IDS = new ObjectIdGenerator();
    private static final List<UserId> BOTH = List.of(ANNA, BORIS);

    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    private Chat chat;

    @BeforeEach
    void openAChat() {
        chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
        mongo.listener().commands().clear();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void countsAgreeWithTheMessagesAfterAnyInterleavingOnTwoNodes(long seed) {
        Random random = new Random(seed);
        List<MessageRepository> nodes = List.of(anotherNode(), anotherNode());
        nodes.forEach(this::assertAgrees);
        for (int round = 0; round < 12; round++) {
            List<CompletionStage<?>> concurrent = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                concurrent.add(anyStep(nodes.get(random.nextInt(2)), BOTH.get(random.nextInt(2)), random));
            }
            concurrent.forEach(step -> await(step));
            nodes.forEach(this::assertAgrees);
        }
    }

    @Test
    void aMessageTellsTheCountAsOfItself() {
        MessageRepository node = anotherNode();
        List<Message> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(send(node, ANNA));
        }
        await(node.markRead(chat.id(), BORIS, OptionalLong.of(sent.get(2).seq()), NOON, receipt -> {}));
        assertThat(sent.stream().map(message -> await(node.countUnread(chat.id(), BORIS, ChatTail.of(message)))))
                .containsExactly(0L, 0L, 0L, 1L, 2L);
    }

    /** As in a join, when the next message is stored between its history and its count. */
    @Test
    void laterMessagesAreNotCountedWhenTheMessagesAreCounted() {
        MessageRepository node = anotherNode();
        Message first = send(node, ANNA);
        send(node, ANNA);
        forgetPositions();
        assertThat(await(anotherNode().countUnread(chat.id(), BORIS, ChatTail.of(first))))
                .isEqualTo(1);
        assertAgrees(anotherNode());
    }

    @Test
    void laterMessagesAreNotCountedWhileAnApplicationWrites() {
        MessageRepository node = anotherNode();
        send(node, ANNA);
        insert(message(2, ANNA));
        MessageRepository noticing = anotherNode();
        Message third = send(noticing, ANNA);
        Message fourth = send(noticing, ANNA);
        assertThat(await(noticing.countUnread(chat.id(), BORIS, ChatTail.of(third))))
                .isEqualTo(3);
        assertThat(await(noticing.countUnread(chat.id(), BORIS, ChatTail.of(fourth))))
                .isEqualTo(4);
    }

    @Test
    void messagesOfAnEarlierVersionAreCountedOnceAndContinued() {
        for (int seq = 1; seq <= 150; seq++) {
            insert(message(seq, seq % 3 == 0 ? BORIS : ANNA).append("isRead", seq <= 30));
        }
        forgetPositions();
        MessageRepository node = anotherNode();
        assertThat(await(node.countUnread(chat.id(), BORIS))).isEqualTo(80);
        Message next = send(node, ANNA);
        assertThat(next.counts().toReceiver()).isEqualTo(101);
        assertThat(next.counts().inARow()).isEqualTo(1);
        assertThat(await(node.countUnread(chat.id(), BORIS, ChatTail.of(next)))).isEqualTo(81);
        await(node.markRead(chat.id(), BORIS, OptionalLong.of(91), NOON, receipt -> {}));
        assertAgrees(node);
        assertThat(await(node.countUnread(chat.id(), BORIS))).isEqualTo(40);
        assertThat(await(anotherNode().countUnread(chat.id(), ANNA))).isEqualTo(40);
    }

    @Test
    void systemMessagesFarBackAreLeftOutWhenTheRestIsCounted() {
        MessageRepository node = anotherNode();
        send(node, ANNA);
        await(node.append(People.systemDraft(IDS.next(), chat, "booked", Optional.empty()), stored -> {}));
        await(node.append(People.systemDraft(IDS.next(), chat, "closed", Optional.empty()), stored -> {}));
        for (int seq = 4; seq <= 120; seq++) {
            insert(message(seq, BORIS));
        }
        Message next = send(anotherNode(), ANNA);
        assertThat(next.counts()).isEqualTo(new MessageCounts(2, 1, 2));
        assertAgrees(anotherNode());
    }

    @Test
    void messagesThatAnApplicationNumbersAmongThoseOfParleyAreCounted() {
        MessageRepository node = anotherNode();
        send(node, ANNA);
        send(node, BORIS);
        insert(message(3, ANNA));
        insert(message(4, ANNA));
        Message next = send(anotherNode(), ANNA);
        assertThat(next.seq()).isEqualTo(5);
        assertThat(next.counts().toReceiver()).isEqualTo(4);
        assertThat(next.counts().inARow()).isEqualTo(3);
        assertThat(await(node.countUnread(chat.id(), BORIS, ChatTail.of(next)))).isEqualTo(4);
        assertAgrees(node);
        insert(message(6, BORIS));
        markAsTheApplication(Filters.lte("seq", 5), true);
        Message last = send(node, ANNA);
        assertThat(last.seq()).isEqualTo(7);
        assertThat(await(node.countUnread(chat.id(), BORIS, ChatTail.of(last)))).isEqualTo(1);
    }

    @Test
    void whatAnApplicationReadsIsCorrectedWhenTheReaderJoinsAndForEveryNode() {
        MessageRepository node = anotherNode();
        for (int i = 0; i < 4; i++) {
            send(node, ANNA);
        }
        assertThat(await(node.countUnread(chat.id(), BORIS))).isEqualTo(4);
        markAsTheApplication(Filters.gte("seq", 3), true);
        assertThat(await(anotherNode().countUnread(chat.id(), BORIS))).isEqualTo(2);
        assertThat(mongo.listener().commands()).contains("unread corrected");
        assertThat(await(node.countUnread(chat.id(), BORIS))).isEqualTo(2);
        markAsTheApplication(Filters.gte("seq", 1), false);
        assertThat(await(anotherNode().countUnread(chat.id(), BORIS))).isEqualTo(4);
        assertThat(await(node.countUnread(chat.id(), BORIS))).isEqualTo(4);
    }

    @Test
    void whatAnApplicationReadsIsCorrectedAfterTheNextMessage() {
        MessageRepository node = anotherNode();
        send(node, ANNA);
        markAsTheApplication(Filters.eq("seq", 1), true);
        Message second = send(node, ANNA);
        assertThat(await(node.countUnread(chat.id(), BORIS, ChatTail.of(second))))
                .isEqualTo(2);
        Waiting.until(
                "the position is corrected", () -> await(node.countUnread(chat.id(), BORIS, ChatTail.of(second))) == 1);
        Waiting.until(
                "the correction is counted", () -> mongo.listener().commands().contains("unread corrected"));
    }

    @Test
    void aNodeThatDiesBetweenTheMessagesAndThePositionLeavesNoWrongCount() {
        MessageRepository node = anotherNode();
        send(node, ANNA);
        assertThat(await(node.countUnread(chat.id(), BORIS))).isEqualTo(1);
        markAsTheApplication(Filters.eq("seq", 1), true);
        await(node.markRead(chat.id(), BORIS, OptionalLong.empty(), NOON, receipt -> {}));
        assertThat(await(node.countUnread(chat.id(), BORIS))).isZero();
    }

    private CompletionStage<?> anyStep(MessageRepository node, UserId user, Random random) {
        return switch (random.nextInt(5)) {
            case 0, 1 ->
                node.append(draft(user), stored -> {})
                        .thenCompose(appended -> node.countUnread(
                                chat.id(), appended.message().receiver(), ChatTail.of(appended.message())));
            case 2 ->
                node.newest(chat.id())
                        .thenCompose(newest -> node.markRead(
                                chat.id(), user, upTo(random.nextInt(3), newest.seq()), NOON, receipt -> {}));
            case 3 -> node.append(People.systemDraft(IDS.next(), chat, "booked", Optional.empty()), stored -> {});
            default ->
                node.countUnread(chat.id(), user)
                        .thenCompose(unread -> node.markDelivered(chat.id(), user, NOON, receipt -> {}));
        };
    }

    private static OptionalLong upTo(int part, long newest) {
        return part == 0 ? OptionalLong.empty() : OptionalLong.of(newest * part / 2);
    }

    /** By position and in the messages, for both. */
    private void assertAgrees(MessageRepository node) {
        ChatTail newest = await(node.newest(chat.id()));
        for (UserId reader : BOTH) {
            long counted = await(node.countUnread(List.of(chat.id()), reader)).get(chat.id());
            assertThat(await(node.countUnread(chat.id(), reader, newest))).isEqualTo(counted);
            assertThat(await(node.countUnread(chat.id(), reader))).isEqualTo(counted);
        }
    }

    private Message send(MessageRepository node, UserId sender) {
        Appended appended = await(node.append(draft(sender), stored -> {}));
        return appended.message();
    }

    private Message draft(UserId sender) {
        return People.draft(IDS.next(), chat, sender, "a word", Optional.empty());
    }

    private void markAsTheApplication(Bson which, boolean isRead) {
        mongo.collection("messages").updateMany(which, Updates.set("isRead", isRead));
    }

    private void forgetPositions() {
        mongo.collection("chats").updateMany(new Document(), Updates.unset("readSeq"));
    }

    private Document message(int seq, UserId sender) {
        return new Document("_id", new ObjectId())
                .append("chatId", IdCodec.of(chat.id()))
                .append("seq", seq)
                .append("chatSeq", chat.id() + " " + seq)
                .append("sender", IdCodec.of(sender))
                .append("receiver", IdCodec.of(chat.otherThan(sender)));
    }

    private static void insert(Document message) {
        mongo.collection("messages").insertOne(message);
    }

    private static MessageRepository anotherNode() {
        return new MongoMessageRepository(
                mongo.async("messages").with(c -> c.withWriteConcern(WriteConcern.MAJORITY)),
                mongo.async("chats"),
                new OutboxMarks(new ObjectIdGenerator()),
                new ReminderMarks(),
                mongo.listener());
    }
}
