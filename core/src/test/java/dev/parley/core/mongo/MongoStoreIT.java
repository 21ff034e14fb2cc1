package dev.parley.core.mongo;

import static com.mongodb.client.model.Indexes.ascending;
import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import dev.parley.core.chat.Chat;
import dev.parley.core.error.IndexException;
import dev.parley.core.error.StorageException;
import dev.parley.core.testing.CountingIds;
import dev.parley.core.testing.People;
import dev.parley.core.testing.Stages;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MongoStoreIT {
    private static final Duration SOON = Duration.ofSeconds(4);

    @RegisterExtension
    static final FreshStore mongo = new FreshStore();

    private final CountingIds ids = new CountingIds();

    @Test
    void startingTwiceIsFine() {
        await(mongo.store().start());
        await(mongo.store().start());
        await(mongo.store().ping());
    }

    @Test
    void everyOperationFailsSoonWhenTheServerIsUnreachable() throws IOException {
        MongoStore unreachable = new MongoStore("mongodb://127.0.0.1:" + closedPort(), new RecordingMongoListener());
        long asked = System.nanoTime();
        assertAllFailSoon(asked, everything(unreachable));
        unreachable.stop();
        unreachable.stop();
    }

    @Test
    void everyOperationFailsSoonWhenTheServerDoesNotReply() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            MongoStore store =
                    new MongoStore("mongodb://127.0.0.1:" + silent.getLocalPort(), new RecordingMongoListener());
            long asked = System.nanoTime();
            assertAllFailSoon(asked, everything(store));
            store.stop();
        }
    }

    @Test
    void manyOperationsShareFewConnectionsAndGiveThemBack() {
        MongoStore store = new MongoStore(mongo.address() + "?maxPoolSize=2", new RecordingMongoListener());
        everything(store).forEach(Stages::await);
        Waiting.until(
                "no operation is in flight",
                () -> store.pool().inUse() == 0 && store.pool().waiting() == 0);
        assertThat(store.pool().open()).isBetween(1, 2);
        store.stop();
        Waiting.until("the pool is closed", () -> store.pool().open() == 0);
    }

    @Test
    void whatIsNoConnectionStringIsRefusedAtOnce() {
        assertThatThrownBy(() -> new MongoStore("http://127.0.0.1", new RecordingMongoListener()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIndexWithOtherOptionsIsExplained() {
        TestMongo.assumeReal("the embedded server takes an index with other options for another index");
        MongoStore store = new MongoStore(mongo.address(), mongo.listener());
        mongo.collection("messages").dropIndex(ascending("attempt"));
        mongo.collection("messages").createIndex(ascending("attempt"), new IndexOptions().unique(true));
        assertThat(failure(store.start()))
                .isInstanceOf(IndexException.class)
                .hasMessageContaining("collection messages")
                .hasMessageContaining("drop");
        mongo.collection("messages").dropIndex(ascending("attempt"));
        await(store.start());
        store.stop();
    }

    @Test
    void anIndexThatDuplicatesForbidIsNamedInOneLine() {
        String address = TestMongo.freshDatabase();
        try (MongoClient application = MongoClients.create(address)) {
            MongoDatabase database = application.getDatabase(new ConnectionString(address).getDatabase());
            for (int i = 0; i < 2; i++) {
                database.getCollection("messages").insertOne(new Document("attempt", "same"));
            }
            MongoStore store = new MongoStore(address, new RecordingMongoListener());
            assertThat(failure(store.start()))
                    .isInstanceOf(IndexException.class)
                    .hasMessageMatching("collection messages holds duplicates .* remove .*attempt.*");
            store.stop();
            database.drop();
        }
    }

    @Test
    void everyQueryOfAChatUsesAnIndex() {
        TestMongo.assumeReal("explain");
        Chat chat = await(mongo.store().chats().open(People.chat(ids.next()))).chat();
        await(mongo.store()
                .messages()
                .append(People.draft(ids.next(), chat, ANNA, "one", Optional.empty()), stored -> {}));
        Document id = new Document("chatId", IdCodec.of(chat.id()));
        assertThat(plan("messages", new Document(id).append("seq", new Document("$gt", 0)), new Document("seq", 1)))
                .doesNotContain("COLLSCAN", "\"SORT\"");
        assertThat(plan("messages", new Document("attempt", "a"), new Document()))
                .doesNotContain("COLLSCAN");
        Document unread = new Document(id)
                .append("receiver", "anna")
                .append("isRead", new Document("$in", Arrays.asList(false, null)));
        assertThat(plan("messages", unread, new Document("seq", -1))).doesNotContain("COLLSCAN", "\"SORT\"");
        Document either =
                new Document("$or", List.of(new Document("client", "anna"), new Document("provider", "anna")));
        assertThat(plan("chats", either, new Document("updatedAt", -1).append("_id", -1)))
                .doesNotContain("COLLSCAN", "\"SORT\"");
    }

    private static String plan(String collection, Document filter, Document sort) {
        Document explained =
                mongo.collection(collection).find(filter).sort(sort).explain();
        return explained
                .get("queryPlanner", Document.class)
                .get("winningPlan", Document.class)
                .toJson();
    }

    private List<CompletionStage<?>> everything(MongoStore store) {
        Chat chat = People.chat(ids.next());
        List<CompletionStage<?>> asked = new ArrayList<>();
        asked.add(store.start());
        asked.add(store.ping());
        asked.add(store.chats().find(chat.id()));
        asked.add(store.chats().open(chat));
        asked.add(store.users().findAll(List.of(ANNA)));
        for (int i = 0; i < 20; i++) {
            asked.add(store.messages()
                    .append(People.draft(ids.next(), chat, ANNA, "one", Optional.empty()), stored -> {}));
        }
        return asked;
    }

    private static void assertAllFailSoon(long asked, List<CompletionStage<?>> stages) {
        stages.forEach(stage -> assertThat(failure(stage)).isInstanceOf(StorageException.class));
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(SOON);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
