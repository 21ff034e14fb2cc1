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
import dev.parley.core.id.NotificationId;
import dev.parley.core.notification.Notification;
import dev.parley.core.testing.People;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

/** Documents of Parley under an application's names as well. */
class FieldAliasesIT {
    private static final FieldAliases ALIASES = new FieldAliases(Map.of(
            "messages", Map.of("chat", List.of("chatId"), "text", List.of("content")),
            "chats", Map.of("participants", List.of("client", "provider")),
            "notifications", Map.of("user", List.of("userId"), "message", List.of("body"))));

    @Test
    void anApplicationFindsParleysDocumentsByItsOwnNames() {
        String address = TestMongo.freshDatabase();
        MongoStore store = new MongoStore(address, new RecordingMongoListener(), ALIASES, Thread::new);
        try (MongoClient client = MongoClients.create(address)) {
            await(store.start());
            MongoDatabase database = client.getDatabase(new ConnectionString(address).getDatabase());
            Chat chat = await(store.chats().open(People.chat(new ObjectId().toHexString())))
                    .chat();
            Map<String, Object> data = Map.of("chatId", "not the chat", "content", "not a text");
            await(store.messages()
                    .append(
                            People.systemDraft(new ObjectId().toHexString(), chat, "booked", Optional.empty()),
                            stored -> {}));
            await(store.notifications().insertAll(List.of(notification(data)), stored -> {}));

            Document message = database.getCollection("messages").find().first();
            assertThat(message)
                    .containsEntry("chat", new ObjectId(chat.id().value()))
                    .containsEntry("text", "booked");
            assertThat(database.getCollection("chats").find().first())
                    .containsEntry("participants", List.of(ANNA.value(), new ObjectId(BORIS.value())))
                    .doesNotContainKey("chat");
            Document notification =
                    database.getCollection("notifications").find().first();
            assertThat(notification).containsEntry("user", ANNA.value()).containsEntry("message", "Tuesday");
            assertThat(notification.get("data")).isEqualTo(new Document(data));
            assertThat(await(store.messages().after(chat.id(), 0, 10)).messages())
                    .hasSize(1);
            database.drop();
        } finally {
            store.stop();
        }
    }

    @Test
    void anAliasIsNoFieldOfParleysAndStandsForOne() {
        for (Map<String, Map<String, List<String>>> wrong : List.of(
                Map.of("people", Map.of("a", List.of("b"))),
                Map.of("messages", Map.of("seq", List.of("chatId"))),
                Map.of("messages", Map.of("$set", List.of("chatId"))),
                Map.of("messages", Map.of("a.b", List.of("chatId"))),
                Map.of("messages", Map.of("chat", List.of("chatSeq"))),
                Map.of("messages", Map.of("chat", List.<String>of())))) {
            assertThatThrownBy(() -> new FieldAliases(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("aliases");
        }
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
