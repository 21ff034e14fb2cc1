package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.WriteConcern;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.error.StorageException;
import dev.parley.core.testing.CountingIds;
import dev.parley.core.testing.People;
import dev.parley.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Numbering across nodes, each of which knows only its own writers, and after a crash. */
class MessageAppenderIT {
    private static final CountingIds IDS = new CountingIds();

    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    @Test
    void sixteenNodesWriteToOneChatWithoutGapsOrDuplicates() {
        Chat chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
        List<CompletionStage<List<Long>>> writers = new ArrayList<>();
        for (int writer = 0; writer < 16; writer++) {
            writers.add(writeSix(anotherNode(), chat, new ArrayList<>()));
        }
        List<Long> taken = new ArrayList<>();
        writers.forEach(writer -> taken.addAll(await(writer)));
        List<Long> all = LongStream.rangeClosed(1, 96).boxed().toList();
        assertThat(taken).containsExactlyInAnyOrderElementsOf(all);
        assertThat(await(mongo.store().messages().after(chat.id(), 0, 200)).messages())
                .extracting(Message::seq)
                .isEqualTo(all);
    }

    /** One after the other. */
    private static CompletionStage<List<Long>> writeSix(MessageRepository node, Chat chat, List<Long> taken) {
        if (taken.size() == 6) {
            return CompletableFuture.completedStage(taken);
        }
        return untilStored(node, People.draft(IDS.next(), chat, ANNA, "word", Optional.of(IDS.next())))
                .thenCompose(message -> {
                    taken.add(message.seq());
                    return writeSix(node, chat, taken);
                });
    }

    /** A sender that loses every race until the deadline gets {@code unavailable}, and retries as a client does. */
    private static CompletionStage<Message> untilStored(MessageRepository node, Message draft) {
        return node.append(draft, stored -> {})
                .thenApply(Appended::message)
                .exceptionallyCompose(failure -> failure.getCause() instanceof StorageException
                        ? untilStored(node, draft)
                        : CompletableFuture.failedStage(failure));
    }

    @Test
    void twoNodesThatGetTheSameRetryStoreItOnce() {
        Chat chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
        MessageRepository one = anotherNode();
        MessageRepository two = anotherNode();
        for (int i = 0; i < 20; i++) {
            Optional<String> key = Optional.of("k" + i);
            CompletionStage<Appended> first =
                    one.append(People.draft(IDS.next(), chat, ANNA, "soup?", key), stored -> {});
            CompletionStage<Appended> second =
                    two.append(People.draft(IDS.next(), chat, ANNA, "soup?", key), stored -> {});
            assertThat(await(first).message()).isEqualTo(await(second).message());
            assertThat(await(first).isNew()).isNotEqualTo(await(second).isNew());
        }
        assertThat(await(one.newest(chat.id())).seq()).isEqualTo(20);
    }

    @Test
    void anInsertWhoseAnswerWasLostIsNotStoredTwice() {
        Chat chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
        Message draft = People.draft(IDS.next(), chat, ANNA, "it leaks", Optional.empty());
        await(anotherNode().append(draft, stored -> {}));
        Appended again = await(anotherNode().append(draft, stored -> {}));
        assertThat(again).isEqualTo(new Appended(draft, true));
        assertThat(await(mongo.store().messages().newest(chat.id())).seq()).isEqualTo(1);
    }

    @Test
    void whoeverWasToldOfAMessageFindsItInTheChat() {
        Chat chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
        for (int i = 1; i <= 20; i++) {
            Message draft = People.draft(IDS.next(), chat, ANNA, "word " + i, Optional.empty());
            Message told =
                    await(mongo.store().messages().append(draft, stored -> {})).message();
            Chat seen = await(mongo.store().chats().find(chat.id())).orElseThrow();
            assertThat(seen.lastMessage()).contains(told);
        }
    }

    /** The first of a burst leaves the chat to those behind it, which bring nothing new. */
    @Test
    void aMessageWithOnlyRetriesBehindItIsInTheChat() {
        Chat chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
        MessageRepository node = anotherNode();
        Optional<String> key = Optional.of("k");
        await(node.append(People.draft(IDS.next(), chat, ANNA, "soup?", key), stored -> {}));
        for (int i = 0; i < 20; i++) {
            CompletionStage<Appended> next =
                    node.append(People.draft(IDS.next(), chat, ANNA, "word " + i, Optional.empty()), stored -> {});
            CompletionStage<Appended> retry =
                    node.append(People.draft(IDS.next(), chat, ANNA, "soup?", key), stored -> {});
            assertThat(await(retry).isNew()).isFalse();
            Message last = await(next).message();
            Waiting.until("the chat has the message", () -> await(
                            mongo.store().chats().find(chat.id()))
                    .orElseThrow()
                    .lastMessage()
                    .equals(Optional.of(last)));
        }
    }

    @Test
    void aCrashBetweenTheInsertAndTheChatLeavesHistoryRight() {
        Chat chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
        Message orphan = People.draft(IDS.next(), chat, ANNA, "it leaks", Optional.empty());
        mongo.collection("messages").insertOne(MessageCodec.toStored(orphan));
        assertThat(await(mongo.store().chats().find(chat.id())).orElseThrow().lastSeq())
                .isZero();
        Message next = await(anotherNode()
                        .append(People.draft(IDS.next(), chat, BORIS, "where?", Optional.empty()), stored -> {}))
                .message();
        assertThat(next.seq()).isEqualTo(2);
        assertThat(await(mongo.store().messages().after(chat.id(), 0, 10)).messages())
                .containsExactly(orphan, next);
    }

    /** A repository of its own on the same collections: it queues nothing with the others and remembers nothing of them. */
    private static MessageRepository anotherNode() {
        return new MongoMessageRepository(
                mongo.async("messages").with(c -> c.withWriteConcern(WriteConcern.MAJORITY)),
                mongo.async("chats"),
                new OutboxMarks(new ObjectIdGenerator()),
                new ReminderMarks(),
                mongo.listener());
    }
}
