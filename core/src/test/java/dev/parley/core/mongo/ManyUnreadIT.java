package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.Stages.await;

import dev.parley.core.cache.CachedChats;
import dev.parley.core.cache.CachedUsers;
import dev.parley.core.cache.ChangeFeed;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.ChatService;
import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageCounts;
import dev.parley.core.id.UserId;
import dev.parley.core.rules.RuleSet;
import dev.parley.core.rules.RuleSettings;
import dev.parley.core.testing.CountedRate;
import dev.parley.core.testing.MovableClock;
import dev.parley.core.testing.People;
import dev.parley.core.testing.RecordingRoomBroadcaster;
import dev.parley.core.testing.SharedFeed;
import dev.parley.core.user.UserRepository;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a message costs where very much is unread. In a class of its own: the other tests would wait for the removal of the messages. */
class ManyUnreadIT {
    private static final ObjectIdGenerator IDS = new ObjectIdGenerator();

    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    private final RecordingRoomBroadcaster rooms = new RecordingRoomBroadcaster();
    private final SharedFeed feeds = new SharedFeed();
    private ChatService service;
    private UserRepository users;
    private Chat chat;

    @BeforeEach
    void openAChat() {
        ChangeFeed feed = feeds.node();
        ChatRepository chats = new CachedChats(mongo.store().chats(), feed);
        users = new CachedUsers(mongo.store().users(), feed);
        RuleSet rules = new RuleSet(
                chats,
                mongo.store().messages(),
                users,
                CountedRate.unlimited(),
                (rule, mode, outcome) -> {},
                new MovableClock(),
                RuleSettings.builtIn());
        service = new ChatService(chats, mongo.store().messages(), users, rules, rooms, IDS, new MovableClock());
        chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
    }

    /** Reported, not asserted: the machine may be busy. */
    @Test
    void reportsWhatAHundredThousandUnreadMessagesAdd() {
        send(10);
        quiet();
        long few = medianMicros();
        store(100_000);
        Waiting.until("the node has seen them", Duration.ofSeconds(60), this::isSent);
        System.out.printf(
                "a message and its unread count: median %d us with few unread messages, %d us with 100,000%n",
                few, medianMicros());
    }

    private long medianMicros() {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long started = System.nanoTime();
            Message message = await(service.send(People.command(chat.id(), ANNA, "a word")))
                    .message();
            await(mongo.store().messages().countUnread(chat.id(), BORIS, ChatTail.of(message)));
            times.add((System.nanoTime() - started) / 1_000);
        }
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    /** The test's server reads all messages to find the newest, which takes it a while. */
    private boolean isSent() {
        return await(
                service.send(People.command(chat.id(), ANNA, "a word")).handle((sent, failure) -> failure == null));
    }

    /** Sends and waits for the notifications. */
    private void send(int messages) {
        int told = rooms.told().size() + 2 * messages;
        for (int i = 0; i < messages; i++) {
            await(service.send(People.command(chat.id(), ANNA, "a word")));
        }
        Waiting.until("all are announced", () -> rooms.told().size() == told);
    }

    /** Compares the position with the messages now, so that this node does not do it while commands are counted. */
    private void quiet() {
        for (UserId user : List.of(ANNA, BORIS)) {
            await(mongo.store().messages().countUnread(chat.id(), user));
        }
        mongo.listener().commands().clear();
    }

    /** As other nodes would have. */
    private void store(int messages) {
        ChatTail tail = await(mongo.store().messages().newest(chat.id()));
        List<Document> documents = new ArrayList<>();
        for (long seq = tail.seq() + 1; seq <= tail.seq() + messages; seq++) {
            Message message = People.draft(IDS.next(), chat, ANNA, "a word", Optional.empty())
                    .after(new ChatTail(seq - 1, ANNA, BORIS, new MessageCounts(seq - 1, seq - 1)));
            documents.add(MessageCodec.toStored(message));
            if (documents.size() == 1_000 || seq == tail.seq() + messages) {
                await(Publishers.one(mongo.collection("messages").insertMany(documents)));
                documents.clear();
            }
        }
    }
}
