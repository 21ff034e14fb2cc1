package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.refusalCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.cache.CachedChats;
import dev.parley.core.cache.CachedUsers;
import dev.parley.core.cache.ChangeFeed;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatRepository;
import dev.parley.core.chat.ChatService;
import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageCounts;
import dev.parley.core.error.ErrorCode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The MongoDB commands of a message on its whole path, with the default rules. */
class MessageCostIT {
    private static final ObjectIdGenerator IDS = new ObjectIdGenerator();
    private static final int MEASURED = 10;

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

    @Test
    void aMessageCostsThreeCommandsWhateverTheHistoryAndWhateverIsUnread() {
        send(10);
        assertThat(commandsOf(MEASURED)).hasSizeLessThanOrEqualTo(3 * MEASURED);
        store(2_000);
        send(1);
        assertThat(commandsOf(MEASURED))
                .hasSizeLessThanOrEqualTo(3 * MEASURED)
                .containsOnly("insert", "update", "find");
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

    /** Sends and waits for the notifications. */
    private void send(int messages) {
        int told = rooms.told().size() + 2 * messages;
        for (int i = 0; i < messages; i++) {
            await(service.send(People.command(chat.id(), ANNA, "a word")));
        }
        Waiting.until("all are announced", () -> rooms.told().size() == told);
    }

    private List<String> commandsOf(int messages) {
        quiet();
        send(messages);
        return mongo.listener().commands();
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
            if (documents.size() == 5_000 || seq == tail.seq() + messages) {
                await(Publishers.one(mongo.collection("messages").insertMany(documents)));
                documents.clear();
            }
        }
    }
}
