package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.refusalCode;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.WriteConcern;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatService;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageRepository;
import dev.parley.core.error.ErrorCode;
import dev.parley.core.id.UserId;
import dev.parley.core.rules.MessageHook;
import dev.parley.core.rules.RuleSet;
import dev.parley.core.rules.RulesFile;
import dev.parley.core.testing.CountedRate;
import dev.parley.core.testing.MovableClock;
import dev.parley.core.testing.People;
import dev.parley.core.testing.RecordingRoomBroadcaster;
import dev.parley.testing.Waiting;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rule `unanswered` decides by the counts of the last message that a node has seen. */
class UnansweredRuleOnTwoNodesIT {
    private static final ObjectIdGenerator IDS = new ObjectIdGenerator();

    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    private final RecordingRoomBroadcaster rooms = new RecordingRoomBroadcaster();
    private Chat chat;

    @BeforeEach
    void openAChat() {
        chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
    }

    @Test
    void aReplyOnAnotherNodeIsKnownBeforeARefusal() {
        ChatService first = node();
        ChatService second = node();
        for (int i = 0; i < 3; i++) {
            send(first, ANNA);
        }
        assertThat(refused(first, ANNA)).isEqualTo(ErrorCode.AWAITING_REPLY);
        assertThat(refused(second, ANNA)).isEqualTo(ErrorCode.AWAITING_REPLY);
        send(second, BORIS);
        assertThat(send(first, ANNA).counts().inARow()).isEqualTo(1);
    }

    @Test
    void aMessageIsDecidedWithoutReadingTheOthers() {
        ChatService node = node();
        send(node, ANNA);
        send(node, BORIS);
        for (UserId user : List.of(ANNA, BORIS)) {
            await(node.markRead(chat.id(), user, OptionalLong.empty()));
        }
        Waiting.until("both are announced", () -> rooms.told().size() == 6);
        mongo.commands().clear();
        send(node, ANNA);
        send(node, BORIS);
        Waiting.until("all are announced", () -> rooms.told().size() == 10);
        // The last update of the receipts before may still come.
        assertThat(mongo.commands())
                .isSubsetOf("insert", "update", "findAndModify")
                .hasSizeLessThanOrEqualTo(5);
    }

    private Message send(ChatService node, UserId sender) {
        return await(node.send(People.command(chat.id(), sender, "a word"))).message();
    }

    private ErrorCode refused(ChatService node, UserId sender) {
        return refusalCode(node.send(People.command(chat.id(), sender, "a word")));
    }

    /** Only what concerns messages is counted. */
    private ChatService node() {
        MessageRepository messages = new MongoMessageRepository(
                mongo.async("messages").with(c -> c.withWriteConcern(WriteConcern.MAJORITY)),
                mongo.async("chats"),
                new OutboxMarks(new ObjectIdGenerator()),
                new ReminderMarks(),
                mongo.listener());
        RuleSet rules = new RuleSet(
                mongo.store().chats(),
                messages,
                mongo.store().users(),
                CountedRate.unlimited(),
                MessageHook.none(),
                (rule, mode, outcome) -> {},
                new MovableClock(),
                RulesFile.parse("unanswered: { mode: enforce }"));
        return new ChatService(
                mongo.store().chats(), messages, mongo.store().users(), rules, rooms, IDS, new MovableClock());
    }
}
