package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.MessageRepository.Receipt;
import dev.parley.core.error.StorageException;
import dev.parley.core.testing.People;
import dev.parley.testing.TcpRelay;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A write that MongoDB has done and whose answer comes too late. The relay between holds the answers back. */
class UnknownOutcomeTest {
    private static final ObjectIdGenerator IDS = new ObjectIdGenerator();

    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    private final List<Message> heard = new CopyOnWriteArrayList<>();
    private TcpRelay relay;
    private MongoStore store;
    private Chat chat;

    @BeforeEach
    void storeBehindARelay() {
        String server = new ConnectionString(mongo.address()).getHosts().get(0);
        relay = TcpRelay.to(Integer.parseInt(server.substring(server.indexOf(':') + 1)));
        String through = mongo.address().replace(server, "127.0.0.1:" + relay.port());
        store = new MongoStore(
                through + (through.contains("?") ? "&" : "?") + "directConnection=true", mongo.listener());
        await(store.start());
        chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
    }

    @AfterEach
    void stop() {
        store.stop();
        relay.close();
    }

    @Test
    void aMessageThatWasStoredAllTheSameIsAnnouncedOnceAndFoundByTheRetry() {
        await(store.messages().append(draft("one", "k1"), heard::add));
        relay.hangReplies();
        CompletionStage<Appended> late = store.messages().append(draft("two", "k2"), heard::add);
        assertThat(failure(late)).isInstanceOf(StorageException.class);
        Waiting.until(
                "the second message is stored",
                () -> await(mongo.store().messages().lastSeq(chat.id())) == 2);
        relay.restore();
        Waiting.until("the second message is announced", () -> heard.size() == 2);
        assertThat(await(store.messages().append(draft("two", "k2"), heard::add))
                        .isNew())
                .isFalse();
        assertThat(heard).extracting(Message::content).containsExactly("one", "two");
    }

    @Test
    void laterMessagesOfTheChatAreAnnouncedBehindIt() {
        relay.hangReplies();
        List<CompletionStage<Appended>> sends = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            sends.add(store.messages().append(draft("word " + i, "k" + i), heard::add));
        }
        sends.forEach(send -> assertThat(failure(send)).isInstanceOf(StorageException.class));
        relay.restore();
        Waiting.until("a message is stored behind those", () -> isStored(draft("last", "k9")));
        Waiting.until("every stored message is announced", () -> heard.size() == stored().size());
        assertThat(heard)
                .extracting(Message::seq)
                .isEqualTo(stored().stream().map(Message::seq).toList());
    }

    @Test
    void aReceiptThatWasWrittenAllTheSameIsAnnouncedOnce() {
        await(store.messages().append(draft("one", "k1"), heard::add));
        List<Receipt> changed = new CopyOnWriteArrayList<>();
        relay.delay(Duration.ofMillis(400));
        CompletionStage<Receipt> late =
                store.messages().markRead(chat.id(), BORIS, OptionalLong.empty(), NOON, changed::add);
        Waiting.until("the message is read", () -> stored().get(0).isRead());
        relay.hangReplies();
        assertThat(failure(late)).isInstanceOf(StorageException.class);
        assertThat(changed).isEmpty();
        relay.restore();
        Waiting.until("the receipt is announced", () -> !changed.isEmpty());
        assertThat(changed).containsExactly(new Receipt(1, 1));
    }

    private boolean isStored(Message draft) {
        return await(store.messages().append(draft, heard::add).handle((appended, failure) -> failure == null));
    }

    private List<Message> stored() {
        return await(mongo.store().messages().after(chat.id(), 0, 100)).messages();
    }

    private Message draft(String content, String key) {
        return People.draft(IDS.next(), chat, ANNA, content, Optional.of(key));
    }
}
