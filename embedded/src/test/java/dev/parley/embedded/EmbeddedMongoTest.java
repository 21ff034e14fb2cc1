package dev.parley.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Timeout(60)
class EmbeddedMongoTest {
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

        var stored = Flux.from(messages().find())
                .map(m -> m.getInteger("_id").toString())
                .collectList();
        assertThat(stored.block()).containsAll(acknowledged);
    }

    @Test
    void whatWasWrittenIsThereAfterAStopAndStoppingTwiceIsFine() {
        Mono.from(messages().insertOne(new Document("_id", 1))).block();
        mongo.stop();
        mongo.stop();

        assertThat(Mono.from(messages().countDocuments()).block()).isEqualTo(1);
    }

    @Test
    void aSecondOneOnTheSameDirectoryIsToldSoInOneLine() {
        mongo.start();

        assertThatThrownBy(() -> new EmbeddedMongo(directory).start())
                .isInstanceOf(EmbeddedStoreException.class)
                .hasMessageContaining("in use by another Parley")
                .hasMessageNotContaining("\n");
    }

    private MongoCollection<Document> messages() {
        mongo.start();
        client = MongoClients.create(mongo.address());
        return client.getDatabase("parley").getCollection("messages");
    }
}
