package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.client.model.Filters;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatChange;
import dev.parley.core.chat.ChatRepository.Changed;
import dev.parley.core.chat.ChatRepository.Opened;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository.Appended;
import dev.parley.core.chat.MessageRepository.Receipt;
import dev.parley.core.chat.MessageRepository.Stored;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.NotificationId;
import dev.parley.core.id.UserId;
import dev.parley.core.notification.Notification;
import dev.parley.core.notification.NotificationRepository.Undelivered;
import dev.parley.core.testing.People;
import dev.parley.testing.TcpRelay;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A write that MongoDB has done and whose answer comes too late. The relay between holds the answers back. */
class UnknownOutcomeIT {
    private static final ObjectIdGenerator IDS = new ObjectIdGenerator();

    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    private final List<Message> heard = new CopyOnWriteArrayList<>();

    private void hear(Stored stored) {
        heard.add(stored.message());
    }

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
        await(store.messages().append(draft("one", "k1"), this::hear));
        relay.hangReplies();
        CompletionStage<Appended> late = store.messages().append(draft("two", "k2"), this::hear);
        assertThat(failure(late)).isInstanceOf(StorageException.class);
        Waiting.until(
                "the second message is stored",
                () -> await(mongo.store().messages().newest(chat.id())).seq() == 2);
        relay.restore();
        Waiting.until("the second message is announced", () -> heard.size() == 2);
        assertThat(await(store.messages().append(draft("two", "k2"), this::hear))
                        .isNew())
                .isFalse();
        assertThat(heard).extracting(Message::content).containsExactly("one", "two");
    }

    @Test
    void laterMessagesOfTheChatAreAnnouncedBehindIt() {
        relay.hangReplies();
        List<CompletionStage<Appended>> sends = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            sends.add(store.messages().append(draft("word " + i, "k" + i), this::hear));
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
        await(store.messages().append(draft("one", "k1"), this::hear));
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

    @Test
    void aChangeThatWasWrittenAllTheSameIsReportedAndItsNoteIsFoundByTheRetry() {
        List<Changed> reported = new CopyOnWriteArrayList<>();
        await(store.chats().find(chat.id()));
        relay.delay(Duration.ofMillis(400));
        CompletionStage<Optional<Changed>> late =
                store.chats().change(chat.id(), Optional.of(Chat.Stage.BOOKED), Optional.empty(), reported::add);
        Waiting.until("the chat is changed", () -> stageOf(chat) == Chat.Stage.BOOKED);
        relay.hangReplies();
        assertThat(failure(late)).isInstanceOf(StorageException.class);
        relay.restore();
        Waiting.until("the change is reported", () -> !reported.isEmpty());
        Changed retried = await(store.chats()
                        .change(chat.id(), Optional.of(Chat.Stage.BOOKED), Optional.empty(), reported::add))
                .orElseThrow();
        assertThat(reported).containsExactly(retried);
        assertThat(retried.unannounced()).extracting(ChatChange::to).containsExactly("booked");
    }

    private static Chat.Stage stageOf(Chat chat) {
        return await(mongo.store().chats().find(chat.id())).orElseThrow().stage();
    }

    @Test
    void notificationsThatWereStoredAllTheSameAreAnnouncedOnce() {
        List<Notification> posted = List.of(notification(ANNA), notification(BORIS));
        List<Notification> announced = new CopyOnWriteArrayList<>();
        relay.hangReplies();
        assertThat(failure(store.notifications().insertAll(posted, Optional.empty(), announced::add)))
                .isInstanceOf(StorageException.class);
        assertThat(announced).isEmpty();
        relay.restore();
        Waiting.until("both are announced", () -> announced.size() == 2);
        assertThat(announced).containsExactlyElementsOf(posted);
    }

    @Test
    void aNotificationThatWasMarkedReadAllTheSameIsReportedOnce() {
        Notification posted = stored(notification(ANNA));
        AtomicInteger late = new AtomicInteger();
        relay.hangReplies();
        assertThat(failure(store.notifications().markRead(posted.id(), ANNA, NOON, late::incrementAndGet)))
                .isInstanceOf(StorageException.class);
        assertThat(late).hasValue(0);
        relay.restore();
        Waiting.until("it is reported", () -> late.get() > 0);
        assertThat(late).hasValue(1);
    }

    @Test
    void notificationsThatWereAllMarkedReadAllTheSameAreCountedOnce() {
        stored(notification(ANNA));
        stored(notification(ANNA));
        List<Long> late = new CopyOnWriteArrayList<>();
        relay.hangReplies();
        assertThat(failure(store.notifications().markAllRead(ANNA, NOON, late::add)))
                .isInstanceOf(StorageException.class);
        relay.restore();
        Waiting.until("they are counted", () -> !late.isEmpty());
        assertThat(late).containsExactly(2L);
    }

    @Test
    void notificationsThatWereTakenWithoutAnAnswerAreUndeliveredAgain() {
        stored(notification(ANNA));
        AtomicInteger released = new AtomicInteger();
        relay.delay(Duration.ofMillis(400));
        CompletionStage<Undelivered> taken = store.notifications().deliver(ANNA, 10, NOON, released::incrementAndGet);
        Waiting.until("it is marked", this::isDelivered);
        relay.hangReplies();
        assertThat(failure(taken)).isInstanceOf(StorageException.class);
        relay.restore();
        Waiting.until("it is released", () -> released.get() > 0);
        assertThat(await(store.notifications().deliver(ANNA, 10, NOON, () -> {}))
                        .notifications())
                .hasSize(1);
    }

    @Test
    void aChatThatWasStoredAllTheSameIsFoundByTheRetry() {
        Chat other = new Chat(
                new ChatId(IDS.next()),
                chat.client(),
                chat.provider(),
                Optional.of("another context"),
                chat.stage(),
                chat.status(),
                0,
                Optional.empty(),
                NOON,
                NOON);
        relay.delay(Duration.ofMillis(400));
        CompletionStage<Opened> late = store.chats().open(other);
        Waiting.until("the chat is stored", () -> await(mongo.store().chats().find(other.id()))
                .isPresent());
        relay.hangReplies();
        assertThat(failure(late)).isInstanceOf(StorageException.class);
        relay.restore();
        assertThat(await(store.chats().open(other))).isEqualTo(new Opened(other, false));
    }

    private boolean isDelivered() {
        return mongo.collection("notifications").countDocuments(Filters.eq("delivered", true)) > 0;
    }

    private static Notification stored(Notification notification) {
        await(mongo.store().notifications().insertAll(List.of(notification), Optional.empty(), stored -> {}));
        return notification;
    }

    private static Notification notification(UserId user) {
        return new Notification(
                new NotificationId(IDS.next()),
                user,
                "job",
                "A job",
                "A roof leaks",
                Map.of(),
                false,
                false,
                Optional.empty(),
                NOON,
                Optional.empty());
    }

    private boolean isStored(Message draft) {
        return await(store.messages().append(draft, this::hear).handle((appended, failure) -> failure == null));
    }

    private List<Message> stored() {
        return await(mongo.store().messages().after(chat.id(), 0, 100)).messages();
    }

    private Message draft(String content, String key) {
        return People.draft(IDS.next(), chat, ANNA, content, Optional.of(key));
    }
}
