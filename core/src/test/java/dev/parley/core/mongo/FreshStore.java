package dev.parley.core.mongo;

import static dev.parley.core.testing.Stages.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A store with a database of its own for one test class, empty before each test. */
final class FreshStore implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private static final List<String> COLLECTIONS =
            List.of("chats", "messages", "users", "notifications", "reminderPreferences", "webPushSubscriptions");

    private final String address = TestMongo.freshDatabase();
    private final RecordingMongoListener listener = new RecordingMongoListener();
    private final RecordingMongoListener ownCommands = new RecordingMongoListener();
    private final MongoThreads threads = new MongoThreads(8, Thread::new, () -> {});
    private MongoStore store;
    private MongoClient client;

    MongoStore store() {
        return store;
    }

    String address() {
        return address;
    }

    RecordingMongoListener listener() {
        return listener;
    }

    /** The commands of {@link #collection} so far, such as {@code insert}. */
    List<String> commands() {
        return ownCommands.commands();
    }

    /** What another application sees of the same collection. */
    MongoCollection<Document> collection(String name) {
        String database = new ConnectionString(address).getDatabase();
        return client.getDatabase(database).getCollection(name);
    }

    /** The same, as the repositories use it. */
    AsyncCollection async(String name) {
        return new AsyncCollection(collection(name), threads);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(address))
                .addCommandListener(new CommandTimes(ownCommands))
                .build());
        store = new MongoStore(address, listener);
        await(store.start());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        COLLECTIONS.forEach(name -> collection(name).deleteMany(new Document()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        String database = new ConnectionString(address).getDatabase();
        client.getDatabase(database).drop();
        store.stop();
        client.close();
        threads.stop();
    }
}
