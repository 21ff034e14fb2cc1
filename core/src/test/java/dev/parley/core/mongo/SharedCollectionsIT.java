package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.chat.Chat;
import dev.parley.core.chat.ChatTail;
import dev.parley.core.chat.Message;
import dev.parley.core.chat.MessageCounts;
import dev.parley.core.chat.MessageType;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.testing.CountingIds;
import dev.parley.core.testing.People;
import dev.parley.core.user.User;
import dev.parley.core.user.UserChange;
import dev.parley.testing.Waiting;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application with its own models shares the collections (contract, section 7). */
class SharedCollectionsIT {
    private static final CountingIds IDS = new CountingIds();

    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    @Test
    void aChatWithTheFewestFieldsIsReadable() {
        ObjectId id = new ObjectId();
        insert(
                "chats",
                new Document("_id", id).append("client", "anna").append("provider", new ObjectId(BORIS.value())));
        Chat chat =
                await(mongo.store().chats().find(new ChatId(id.toHexString()))).orElseThrow();
        assertThat(chat.provider()).isEqualTo(BORIS);
        assertThat(chat.status()).isEqualTo(Chat.Status.OPEN);
        assertThat(chat.stage()).isEqualTo(Chat.Stage.INQUIRY);
        assertThat(chat.lastSeq()).isZero();
        assertThat(chat.createdAt()).isEqualTo(id.getDate().toInstant());
    }

    @Test
    void anApplicationsOwnMessagesAndNotificationsAreNeitherRefusedNorDeleted() {
        ObjectId chat = new ObjectId();
        for (int i = 0; i < 2; i++) {
            insert("messages", new Document("text", "hello"));
            insert("messages", new Document("chatId", chat).append("text", "hello"));
            insert("chats", new Document("title", "a room"));
            insert("notifications", new Document("expiresAt", Date.from(NOON)));
        }
        assertThat(mongo.collection("notifications").listIndexes())
                .filteredOn(index -> index.containsKey("expireAfterSeconds"))
                .allMatch(index -> index.get("key", Document.class).containsKey("parleyExpiresAt"));
    }

    @Test
    void aChatWithoutAClientOrAProviderIsIgnored() {
        ObjectId headless = new ObjectId();
        ObjectId half = new ObjectId();
        insert("chats", new Document("_id", headless));
        insert("chats", new Document("_id", half).append("client", "anna"));
        assertThat(await(mongo.store().chats().find(new ChatId(headless.toHexString()))))
                .isEmpty();
        assertThat(await(mongo.store().chats().find(new ChatId(half.toHexString()))))
                .isEmpty();
        assertThat(await(mongo.store().chats().ofUser(ANNA, Optional.empty(), 10))
                        .items())
                .isEmpty();
        assertThat(await(mongo.store().chats().ofUser(new UserId("null"), Optional.empty(), 10))
                        .items())
                .isEmpty();
    }

    @Test
    void aChatThatTheApplicationMadeIsNotMadeAgain() {
        ObjectId id = new ObjectId();
        insert(
                "chats",
                new Document("_id", id).append("client", "anna").append("provider", new ObjectId(BORIS.value())));
        Chat command = new Chat(
                new ChatId(IDS.next()),
                ANNA,
                BORIS,
                Optional.empty(),
                Chat.Stage.INQUIRY,
                Chat.Status.OPEN,
                0,
                Optional.empty(),
                NOON,
                NOON);
        assertThat(await(mongo.store().chats().open(command)).chat().id().value())
                .isEqualTo(id.toHexString());
    }

    @Test
    void aMessageWithTheFewestFieldsIsReadableAndCountsAsUnread() {
        ObjectId chat = new ObjectId();
        insert(
                "messages",
                new Document("chatId", chat)
                        .append("seq", 1)
                        .append("sender", "anna")
                        .append("receiver", "clara")
                        .append(
                                "media",
                                List.of("https://a.example/1.png", new Document("url", "https://a.example/2"))));
        ChatId id = new ChatId(chat.toHexString());
        Message message =
                await(mongo.store().messages().after(id, 0, 10)).messages().get(0);
        assertThat(message.seq()).isEqualTo(1);
        assertThat(message.content()).isEmpty();
        assertThat(message.messageType()).isEqualTo(MessageType.TEXT);
        assertThat(message.media())
                .extracting(media -> media.url())
                .containsExactly("https://a.example/1.png", "https://a.example/2");
        assertThat(message.delivered() || message.isRead()).isFalse();
        assertThat(await(mongo.store().messages().countUnread(id, new UserId("clara"))))
                .isEqualTo(1);
        assertThat(await(mongo.store()
                                .messages()
                                .markRead(id, new UserId("clara"), OptionalLong.empty(), NOON, receipt -> {}))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void fieldsThatParleyDoesNotKnowAreLeftAlone() {
        insert(
                "users",
                new Document("_id", "anna").append("email", "a@b.example").append("role", "admin"));
        await(mongo.store()
                .users()
                .change(ANNA, new UserChange(Optional.empty(), Optional.of("Anna"), Optional.empty())));
        await(mongo.store().users().block(ANNA, BORIS));
        await(mongo.store().users().recordPresence(ANNA, true, NOON, 7));
        Document anna = only("users");
        assertThat(anna.getString("email")).isEqualTo("a@b.example");
        assertThat(anna.getString("role")).isEqualTo("admin");
        assertThat(anna.get("lastActive")).isEqualTo(Date.from(NOON));
        assertThat(anna.getList("blocked", Object.class)).containsExactly(new ObjectId(BORIS.value()));
        User user = await(mongo.store().users().find(ANNA)).orElseThrow();
        assertThat(user.role()).isEmpty();
    }

    @Test
    void idsOf24HexadecimalDigitsAreStoredAsObjectIdsAndTimesAsDates() {
        Chat chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
        Document stored = only("chats");
        assertThat(stored.get("_id")).isEqualTo(new ObjectId(chat.id().value()));
        assertThat(stored.get("client")).isEqualTo("anna");
        assertThat(stored.get("provider")).isEqualTo(new ObjectId(BORIS.value()));
        assertThat(stored.get("createdAt")).isEqualTo(Date.from(NOON));
    }

    @Test
    void theLastMessageOfAChatIsSeenReadOnceItIs() {
        Chat chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
        await(mongo.store()
                .messages()
                .append(People.draft(IDS.next(), chat, ANNA, "it leaks", Optional.empty()), stored -> {}));
        Waiting.until("the chat has a last message", () -> lastMessage(chat).isPresent());
        await(mongo.store().messages().markRead(chat.id(), BORIS, OptionalLong.empty(), NOON, receipt -> {}));
        Waiting.until(
                "the last message is read",
                () -> lastMessage(chat).orElseThrow().isRead());
    }

    @Test
    void anOlderMessageNeverReplacesTheLastOne() {
        Chat chat = await(mongo.store().chats().open(People.chat(IDS.next()))).chat();
        Message message = People.draft(IDS.next(), chat, ANNA, "one", Optional.empty());
        ChatSummaryUpdater summaries = new ChatSummaryUpdater(mongo.async("chats"), mongo.listener());
        await(summaries.messageStored(message.after(tail(4))));
        await(summaries.messageStored(message.after(tail(3))));
        assertThat(lastMessage(chat).orElseThrow().seq()).isEqualTo(5);
    }

    private static ChatTail tail(long seq) {
        return new ChatTail(seq, ANNA, BORIS, new MessageCounts(seq, seq, 0), Instant.EPOCH);
    }

    private static Optional<Message> lastMessage(Chat chat) {
        return await(mongo.store().chats().find(chat.id())).orElseThrow().lastMessage();
    }

    private static Document only(String collection) {
        return mongo.collection(collection).find().first();
    }

    private static void insert(String collection, Document document) {
        mongo.collection(collection).insertOne(document);
    }
}
