package dev.parley.core.mongo;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.NOON;
import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.id.NotificationId;
import dev.parley.core.notification.Notification;
import dev.parley.core.testing.People;
import dev.parley.testing.Waiting;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents of Parley under an application's names as well. */
class FieldAliasesIT {
    private static final FieldAliases ALIASES = new FieldAliases(Map.of(
            "messages",
            Map.of(
                    "chat", List.of("chatId"),
                    "text", List.of("content"),
                    "read", List.of("isRead"),
                    "seen", List.of("delivered")),
            "chats",
            Map.of(
                    "participants", List.of("client", "provider"),
                    "phase", List.of("stage"),
                    "state", List.of("status"),
                    "touched", List.of("updatedAt")),
            "notifications",
            Map.of(
                    "user", List.of("userId"),
                    "message", List.of("body"),
                    "read", List.of("isRead"),
                    "seen", List.of("delivered"))));

    private final String address = TestMongo.freshDatabase();
    private final MongoStore store = new MongoStore(address, new RecordingMongoListener(), ALIASES, Thread::new);
    private final MongoClient client = MongoClients.create(address);
    private final MongoDatabase database = client.getDatabase(new ConnectionString(address).getDatabase());
    private Chat chat;

    @BeforeEach
    void open() {
        await(store.start());
        chat = await(store.chats().open(People.chat(new ObjectId().toHexString())))
                .chat();
    }

    @AfterEach
    void close() {
        database.drop();
        client.close();
        store.stop();
    }

    @Test
    void anApplicationFindsParleysDocumentsByItsOwnNames() {
        Map<String, Object> data = Map.of("chatId", "not the chat", "content", "not a text");
        await(store.messages()
                .append(
                        People.systemDraft(new ObjectId().toHexString(), chat, "booked", Optional.empty()),
                        stored -> {}));
        await(store.notifications().insertAll(List.of(notification(data)), Optional.empty(), stored -> {}));

        assertThat(only("messages"))
                .containsEntry("chat", new ObjectId(chat.id().value()))
                .containsEntry("text", "booked");
        assertThat(only("chats"))
                .containsEntry("participants", List.of(ANNA.value(), new ObjectId(BORIS.value())))
                .doesNotContainKey("chat");
        Document notification = only("notifications");
        assertThat(notification).containsEntry("user", ANNA.value()).containsEntry("message", "Tuesday");
        assertThat(notification.get("data")).isEqualTo(new Document(data));
        assertThat(await(store.messages().after(chat.id(), 0, 10)).messages()).hasSize(1);
    }

    @Test
    void whatParleyChangesLaterChangesUnderBothNames() {
        Message draft = People.draft(new ObjectId().toHexString(), chat, ANNA, "hello", Optional.empty());
        await(store.messages().append(draft, stored -> {}));
        Waiting.until("the chat follows", () -> only("chats").containsKey("lastMessage"));
        await(store.messages().markDelivered(chat.id(), BORIS, NOON, receipt -> {}));
        assertThat(only("messages")).containsEntry("seen", true).containsEntry("read", false);
        await(store.messages().markRead(chat.id(), BORIS, OptionalLong.empty(), NOON, receipt -> {}));
        assertThat(only("messages")).containsEntry("read", true);
        await(store.chats()
                .change(chat.id(), Optional.of(Chat.Stage.BOOKED), Optional.of(Chat.Status.CLOSED), late -> {}));
        Document changed = only("chats");
        assertThat(changed).containsEntry("phase", "booked").containsEntry("state", "closed");
        assertThat(changed.get("touched")).isEqualTo(changed.get("updatedAt"));

        Notification posted = notification(Map.of());
        await(store.notifications().insertAll(List.of(posted), Optional.empty(), stored -> {}));
        await(store.notifications().deliver(ANNA, 10, NOON, () -> {}));
        assertThat(only("notifications")).containsEntry("seen", true).containsEntry("read", false);
        await(store.notifications().markAllRead(ANNA, NOON, late -> {}));
        assertThat(only("notifications")).containsEntry("read", true);
    }

    @Test
    void anAliasIsNoFieldOfParleysAndStandsForOne() {
        for (Map<String, Map<String, List<String>>> wrong : List.of(
                Map.of("people", Map.of("a", List.of("b"))),
                Map.of("messages", Map.of("seq", List.of("chatId"))),
                Map.of("messages", Map.of("$set", List.of("chatId"))),
                Map.of("messages", Map.of("a.b", List.of("chatId"))),
                Map.of("messages", Map.of("chat", List.of("chatSeq"))),
                Map.of("messages", Map.of("readAt", List.of("isRead"))),
                Map.of("messages", Map.of("flags", List.of("isRead", "delivered"))),
                Map.of("chats", Map.of("context", List.of("stage"))),
                Map.of("messages", Map.of("chat", List.<String>of())))) {
            assertThatThrownBy(() -> new FieldAliases(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("aliases");
        }
    }

    private Document only(String collection) {
        return database.getCollection(collection).find().first();
    }

    private static Notification notification(Map<String, Object> data) {
        return new Notification(
                new NotificationId(new ObjectId().toHexString()),
                ANNA,
                "booking",
                "Booked",
                "Tuesday",
                data,
                false,
                false,
                Optional.empty(),
                NOON,
                Optional.empty());
    }
}
