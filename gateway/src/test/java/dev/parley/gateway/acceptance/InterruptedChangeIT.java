package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chat was booked on a node that was killed before it stored the system message. */
class InterruptedChangeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void theNextNodeThatStartsStoresItsMessage() {
        ObjectId chat = new ObjectId();
        try (var redis = RedisServer.start();
                var mongo = TestMongo.start(folder, "interrupted");
                var client = MongoClients.create(mongo.address())) {
            insert(client, mongo.address(), chat);
            List<String> options = List.of("--redis", redis.address(), "--mongo", mongo.address(), "--auth", "none");
            try (var gateway = new GatewayProcess(options, folder.resolve("gateway.log"))
                    .launch()
                    .awaitReady()) {
                Waiting.until("the message is stored", PATIENCE, () -> history(gateway, chat)
                        .contains("The stage changed from inquiry to booked."));
                assertThat(history(gateway, chat)).containsOnlyOnce("changed from inquiry to booked");
            }
        }
    }

    private static void insert(MongoClient client, String address, ObjectId chat) {
        Instant then = Instant.now().minusSeconds(600);
        ObjectId change = new ObjectId((int) then.getEpochSecond(), 1);
        client.getDatabase(new ConnectionString(address).getDatabase())
                .getCollection("chats")
                .insertOne(new Document("_id", chat)
                        .append("client", "ada")
                        .append("provider", "ben")
                        .append("stage", "booked")
                        .append("status", "open")
                        .append("lastSeq", 0L)
                        .append("createdAt", Date.from(then))
                        .append("updatedAt", Date.from(then))
                        .append(
                                "parleyChanges",
                                List.of(new Document("id", change.toHexString())
                                        .append("change", "stage")
                                        .append("from", "inquiry")
                                        .append("to", "booked"))));
    }

    private static String history(GatewayProcess gateway, ObjectId chat) {
        URI history = URI.create(gateway.http() + "/api/chats/" + chat.toHexString() + "/messages");
        return HTTP.sendAsync(HttpRequest.newBuilder(history).build(), BodyHandlers.ofString())
                .join()
                .body();
    }
}
