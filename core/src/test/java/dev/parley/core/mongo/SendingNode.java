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
import dev.parley.core.rules.MessageHook;
import dev.parley.core.rules.RuleSet;
import dev.parley.core.rules.RuleSettings;
import dev.parley.core.testing.CountedRate;
import dev.parley.core.testing.MovableClock;
import dev.parley.core.testing.People;
import dev.parley.core.testing.RecordingRoomBroadcaster;
import dev.parley.core.testing.SharedFeed;
import dev.parley.core.user.UserRepository;
import dev.parley.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A chat on the whole path of a node, with the default rules and its caches. */
abstract class SendingNode {
    private static final ObjectIdGenerator IDS = new ObjectIdGenerator();

    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    final RecordingRoomBroadcaster rooms = new RecordingRoomBroadcaster();
    private final SharedFeed feeds = new SharedFeed();
    ChatService service;
    UserRepository users;
    Chat chat;

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
                MessageHook.none(),
                (rule, mode, outcome) -> {},
                new MovableClock(),
                RuleSettings.builtIn());
        service = new ChatService(chats, mongo.store().messages(), users, rules, rooms, IDS, new MovableClock());
        chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
    }

    /** Sends and waits for the notifications. */
    final void send(int messages) {
        int told = rooms.told().size() + 2 * messages;
        for (int i = 0; i < messages; i++) {
            await(service.send(People.command(chat.id(), ANNA, "a word")));
        }
        Waiting.until("all are announced", () -> rooms.told().size() == told);
    }

    /** Compares the position with the messages now, so that this node does not do it while commands are counted. */
    final void quiet() {
        for (UserId user : List.of(ANNA, BORIS)) {
            await(mongo.store().messages().countUnread(chat.id(), user));
        }
        mongo.listener().commands().clear();
    }

    /** As other nodes would have. */
    final void store(int messages) {
        ChatTail tail = await(mongo.store().messages().newest(chat.id()));
        List<Document> documents = new ArrayList<>();
        for (long seq = tail.seq() + 1; seq <= tail.seq() + messages; seq++) {
            Message message = People.draft(IDS.next(), chat, ANNA, "a word", Optional.empty())
                    .after(new ChatTail(
                            seq - 1, ANNA, BORIS, new MessageCounts(seq - 1, seq - 1, 0), tail.createdAt()));
            documents.add(MessageCodec.toStored(message));
            if (documents.size() == 1_000 || seq == tail.seq() + messages) {
                mongo.collection("messages").insertMany(documents);
                documents.clear();
            }
        }
    }
}
