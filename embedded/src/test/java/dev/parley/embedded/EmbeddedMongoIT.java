package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
