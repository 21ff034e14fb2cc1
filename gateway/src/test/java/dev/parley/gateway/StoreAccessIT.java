package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.parley.core.mongo.MongoStore;
import dev.parley.core.mongo.TestMongo;
import dev.parley.gateway.ops.MongoMeters;
import dev.parley.gateway.redis.RedisAddress;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.testing.CapturedLog;
import dev.parley.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StoreAccessIT {
    @RegisterExtension
    final CapturedLog log = CapturedLog.of(StoreAccess.class);

    @Test
    void anIndexThatCannotBeCreatedIsLoggedOnceAndRetried() {
        String address = TestMongo.freshDatabase();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        StoreAccess stores = new StoreAccess(
                new RedisConnection(RedisAddress.parse("redis://127.0.0.1:1"), Optional.empty()),
                new MongoStore(address, new MongoMeters(new SimpleMeterRegistry())),
                timer);
        try (MongoClient application = MongoClients.create(address)) {
            MongoDatabase database = application.getDatabase(new ConnectionString(address).getDatabase());
            insertDuplicates(database);
            stores.connect();
            Waiting.until("two retries have failed", () -> timer.getTaskCount() > 2);
            assertThat(log.lines()).singleElement().satisfies(logged -> {
                assertThat(logged.getLevel()).isEqualTo(Level.ERROR);
                assertThat(logged.getFormattedMessage())
                        .contains("collection messages holds duplicates", "remove all but one");
            });
            database.drop();
        } finally {
            stores.stop();
            timer.shutdownNow();
        }
    }

    private static void insertDuplicates(MongoDatabase database) {
        for (int i = 0; i < 2; i++) {
            database.getCollection("messages").insertOne(new Document("attempt", "same"));
        }
    }
}
