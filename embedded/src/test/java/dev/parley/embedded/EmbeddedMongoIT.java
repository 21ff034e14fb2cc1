package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EmbeddedMongoIT {
    @TempDir
    Path directory;

    private EmbeddedMongo mongo;
    private MongoClient client;

    @BeforeEach
    void setUp() {
        mongo = new EmbeddedMongo(directory);
    }

    @AfterEach
    void tearDown() {
        if (client != null) {
            client.close();
        }
        mongo.stop();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
        var acknowledged = KilledProgram.outputOf(MongoWriter.class, directory, 500);

        var stored = messages().find().map(m -> m.getInteger("_id").toString());
        assertThat(stored).containsAll(acknowledged);
    }

    @Test
    void whatWasWrittenIsThereAfterAStopAndStoppingTwiceIsFine() {
        messages().insertOne(new Document("_id", 1));
        mongo.stop();
        mongo.stop();

        assertThat(messages().countDocuments()).isEqualTo(1);
    }

    /** The limit for the size of its files stands for the end of the disk. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void afterTheDiskWasFullItContinuesWithWhatWasAcknowledged() throws Exception {
        try (var server = ServerProcess.start(directory)) {
            client = MongoClients.create(server.address() + "/?serverSelectionTimeoutMS=1000");
            var messages = client.getDatabase("parley").getCollection("messages");
            List<Integer> acknowledged = new ArrayList<>();
            insertUntilAccepted(messages, -1);
            server.limitFilesTo("100000");
            for (int id = 0; insert(messages, id); id++) {
                acknowledged.add(id);
            }
            server.limitFilesTo("unlimited");
            insertUntilAccepted(messages, -2);

            assertThat(acknowledged).isNotEmpty();
            acknowledged.addAll(List.of(-1, -2));
            assertThat(messages.find().map(message -> message.getInteger("_id")))
                    .containsAll(acknowledged);
        }
    }

    private static void insertUntilAccepted(MongoCollection<Document> messages, int id) throws InterruptedException {
        while (!insert(messages, id)) {
            Thread.sleep(20);
        }
    }

    private static boolean insert(MongoCollection<Document> messages, int id) {
        try {
            messages.insertOne(new Document("_id", id).append("content", "x".repeat(1_000)));
            return true;
        } catch (MongoException refused) {
            return false;
        }
    }

    @Test
    void aSecondOneOnTheSameDirectoryIsToldSoInOneLine() {
        mongo.start();

        assertThatThrownBy(() -> new EmbeddedMongo(directory).start())
                .isInstanceOf(EmbeddedStoreException.class)
                .hasMessageContaining("in use by another Parley")
                .hasMessageNotContaining("\n");
    }

    /** The MongoDB driver 7 for Node.js, and with it Mongoose 9, need wire version 9. */
    @ParameterizedTest
    @ValueSource(strings = {"hello", "isMaster"})
    void driversThatNeedMongoDb44AreAccepted(String handshake) {
        messages();

        Document answer = client.getDatabase("admin").runCommand(new Document(handshake, 1));

        assertThat(answer.getInteger("maxWireVersion")).isGreaterThanOrEqualTo(9);
        assertThat(answer.getDouble("ok")).isEqualTo(1);
    }

    private MongoCollection<Document> messages() {
        mongo.start();
        client = MongoClients.create(mongo.address());
        return client.getDatabase("parley").getCollection("messages");
    }
}
