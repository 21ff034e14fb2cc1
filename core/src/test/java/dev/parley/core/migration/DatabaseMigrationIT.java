package dev.parley.core.migration;

import static dev.parley.core.testing.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.parley.core.chat.Chat;
import dev.parley.core.chat.Message;
import dev.parley.core.id.ChatId;
import dev.parley.core.id.UserId;
import dev.parley.core.mongo.MongoStore;
import dev.parley.core.mongo.RecordingMongoListener;
import dev.parley.core.mongo.TestMongo;
import dev.parley.core.testing.People;
import dev.parley.core.user.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The database of an application with usual models, before, during and after its migration. */
class DatabaseMigrationIT {
    private static final SideRules RULES = new SideRules(Map.of("customer", Role.CLIENT), Optional.empty());
    private static final List<String> COLLECTIONS = List.of("users", "chats", "messages", "notifications");

    private final String address = TestMongo.freshDatabase();
    private final ObjectId ann = new ObjectId();
    private final ObjectId ben = new ObjectId();
    private final ApplicationDatabase tool = new ApplicationDatabase(address);
    private MongoClient client;
    private MongoStore parley;
    private ObjectId chat;

    @BeforeEach
    void anApplicationWithAChat() {
        client = MongoClients.create(address);
        parley = new MongoStore(address, new RecordingMongoListener());
        await(parley.start());
        in("users").insertMany(List.of(user(ann, "customer"), user(ben, "user")));
        chat = chatOf(ben, ann);
    }

    @AfterEach
    void drop() {
        tool.close();
        parley.stop();
        client.getDatabase(new ConnectionString(address).getDatabase()).drop();
        client.close();
    }

    @Test
    void itsDocumentsGetParleysFieldsAndKeepTheirOwn() {
        say(ann, "two", 2, false);
        say(ann, "one", 1, true);
        say(ben, "three", 3, false);
        in("chats").updateOne(Filters.eq("_id", chat), Updates.set("lastMessage", new ObjectId()));
        in("notifications")
                .insertOne(new Document("user", ann).append("message", "booked").append("read", true));
        List<Document> before = everything();

        MigrationReport report = tool.migrate(RULES);

        assertThat(report).isEqualTo(new MigrationReport(1, List.of(), 0, 3, 3, 1));
        assertThat(everything())
                .zipSatisfy(before, (after, original) -> assertThat(after).containsAllEntriesOf(original));
        Chat found = await(parley.chats().find(id())).orElseThrow();
        assertThat(found.client()).isEqualTo(new UserId(ann.toHexString()));
        assertThat(found.provider()).isEqualTo(new UserId(ben.toHexString()));
        assertThat(found.lastSeq()).isEqualTo(3);
        assertThat(history()).extracting(Message::content).containsExactly("one", "two", "three");
        assertThat(history())
                .extracting(message -> message.counts().toReceiver())
                .containsExactly(1L, 2L, 1L);
        assertThat(history()).extracting(message -> message.counts().inARow()).containsExactly(1L, 2L, 1L);
        assertThat(unread(ben)).isEqualTo(1);
        assertThat(unread(ann)).isEqualTo(1);
        Document read = (Document) in("chats").find().first().get("readSeq");
        assertThat(read).containsEntry("client", 0L).containsEntry("provider", 1L);
        assertThat(await(parley.notifications()
                                .ofUser(new UserId(ann.toHexString()), false, Optional.empty(), 10, Instant.now()))
                        .items())
                .singleElement()
                .satisfies(notification -> {
                    assertThat(notification.body()).isEqualTo("booked");
                    assertThat(notification.isRead()).isTrue();
                });
        assertThat(tool.check()).noneMatch(Mismatch::isMigrated);
        assertThat(tool.migrate(RULES).isEmpty()).isTrue();
    }

    @Test
    void theCheckNamesWhatDoesNotFitAndADryRunWritesNothing() {
        say(ann, "one", 1, true);
        say(ben, "two", 2, true);
        List<Document> before = everything();
        assertThat(tool.check())
                .filteredOn(Mismatch::isMigrated)
                .extracting(each -> each.collection() + " " + each.field() + " " + each.documents())
                .containsExactly(
                        "chats client, provider 1", "messages chatId 2", "messages seq 2", "messages receiver 2");
        assertThat(tool.dryRun(RULES)).isEqualTo(new MigrationReport(1, List.of(), 0, 2, 2, 0));
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aRunThatWasKilledGoesOn() {
        for (int i = 1; i <= 1_234; i++) {
            say(i % 3 == 0 ? ben : ann, "word " + i, i, false);
        }
        tool.migrate(RULES);
        List<Message> whole = history();
        in("chats")
                .updateOne(
                        Filters.eq("_id", chat), Updates.combine(Updates.unset("client"), Updates.unset("provider")));
        in("messages")
                .updateMany(
                        Filters.gt("seq", 700),
                        Updates.combine(Updates.unset("seq"), Updates.unset("chatSeq"), Updates.unset("receiverSeq")));
        in("messages").updateMany(Filters.exists("seq", false), Updates.unset("chatId"));

        MigrationReport rest = tool.migrate(RULES);

        assertThat(rest.numberedMessages()).isEqualTo(534);
        assertThat(history()).isEqualTo(whole);
    }

    @Test
    void aChatWhoseClientIsUnknownIsLeftAndNamed() {
        ObjectId carl = new ObjectId();
        in("users").insertOne(user(carl, "user"));
        ObjectId unclear = chatOf(ben, carl);
        MigrationReport report = tool.migrate(RULES);
        assertThat(report.undecided()).containsExactly(unclear.toHexString());
        assertThat(await(parley.chats().find(new ChatId(unclear.toHexString()))))
                .isEmpty();
        tool.migrate(new SideRules(Map.of(), Optional.of(Role.PROVIDER)));
        assertThat(await(parley.chats().find(new ChatId(unclear.toHexString())))
                        .orElseThrow()
                        .client())
                .isEqualTo(new UserId(carl.toHexString()));
    }

    @Test
    void aMessageOfSomebodyElseIsLeft() {
        say(new ObjectId(), "I am the moderator", 1, true);
        say(ann, "hello", 2, true);
        assertThat(tool.migrate(RULES).numberedMessages()).isEqualTo(1);
        assertThat(history()).extracting(Message::content).containsExactly("hello");
    }

    @Test
    void bothWriteMeanwhileAndEveryMessageGetsANumber() {
        tool.migrate(RULES);
        Random random = new Random(7);
        List<CompletionStage<?>> sends = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 10; i++) {
                say(random.nextBoolean() ? ann : ben, "from the application", 100 + round, false);
                Message draft = People.draft(
                        new ObjectId().toHexString(),
                        parleysChat(),
                        new UserId(ann.toHexString()),
                        "of Parley",
                        Optional.empty());
                sends.add(parley.messages().append(draft, stored -> {}));
            }
            tool.migrateNewest(RULES);
        }
        sends.forEach(send -> await(send));
        assertThat(tool.migrateNewest(RULES).isEmpty()).isTrue();
        assertThat(history())
                .extracting(Message::seq)
                .isEqualTo(LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(await(parley.messages().countUnread(id(), new UserId(ben.toHexString()))))
                .isEqualTo(unread(ben));
    }

    private Chat parleysChat() {
        return await(parley.chats().find(id())).orElseThrow();
    }

    private ObjectId chatOf(ObjectId first, ObjectId second) {
        ObjectId made = new ObjectId();
        in("chats").insertOne(new Document("_id", made).append("participants", List.of(first, second)));
        return made;
    }

    private static Document user(ObjectId id, String role) {
        return new Document("_id", id).append("name", "someone").append("role", role);
    }

    private void say(ObjectId sender, String content, int second, boolean isRead) {
        in("messages")
                .insertOne(new Document("chat", chat)
                        .append("sender", sender)
                        .append("content", content)
                        .append("read", isRead)
                        .append("createdAt", new Date(1_000L * second)));
    }

    private long unread(ObjectId reader) {
        UserId user = new UserId(reader.toHexString());
        return await(parley.messages().countUnread(List.of(id()), user)).get(id());
    }

    private List<Message> history() {
        return await(parley.messages().after(id(), 0, 10_000)).messages();
    }

    private ChatId id() {
        return new ChatId(chat.toHexString());
    }

    private List<Document> everything() {
        List<Document> all = new ArrayList<>();
        COLLECTIONS.forEach(name -> in(name).find().sort(new Document("_id", 1)).into(all));
        return Collections.unmodifiableList(all);
    }

    private MongoCollection<Document> in(String collection) {
        return client.getDatabase(new ConnectionString(address).getDatabase()).getCollection(collection);
    }
}
