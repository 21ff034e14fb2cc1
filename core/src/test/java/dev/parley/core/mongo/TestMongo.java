package dev.parley.core.mongo;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.parley.testing.FreePort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Assumptions;

/**
 * The MongoDB of this test run, one per JVM: the one that {@code PARLEY_TEST_MONGO} names, else a {@code mongod} found on the
 * PATH and started as a one-member replica set, else an embedded server that only looks like MongoDB.
 */
public final class TestMongo {
    private static final TestMongo INSTANCE = start();

    private final String address;
    private final boolean isReal;

    private TestMongo(String address, boolean isReal) {
        this.address = address;
        this.isReal = isReal;
    }

    /** A connection string with a unique database. */
    public static String freshDatabase() {
        String name = "parley_test_" + UUID.randomUUID().toString().substring(0, 8);
        int query = INSTANCE.address.indexOf('?');
        String server = query < 0 ? INSTANCE.address : INSTANCE.address.substring(0, query);
        String options = query < 0 ? "" : INSTANCE.address.substring(query);
        return server.replaceFirst("/*$", "") + "/" + name + options;
    }

    /** Skips the test, by name, where only the embedded server is there. */
    static void assumeReal(String because) {
        Assumptions.assumeTrue(INSTANCE.isReal, "needs a real MongoDB: " + because);
    }

    private static TestMongo start() {
        String named = System.getenv("PARLEY_TEST_MONGO");
        if (named != null && !named.isBlank()) {
            return new TestMongo(named, true);
        }
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "mongod"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(TestMongo::replicaSet)
                .orElseGet(TestMongo::embedded);
    }

    private static TestMongo embedded() {
        MongoServer server = new MongoServer(new MemoryBackend());
        String address = server.bindAndGetConnectionString();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        return new TestMongo(address, false);
    }

    private static TestMongo replicaSet(Path mongod) {
        try {
            int port = FreePort.next();
            Path data = Files.createTempDirectory("parley-mongod");
            Process process = new ProcessBuilder(
                            mongod.toString(),
                            "--dbpath",
                            data.toString(),
                            "--port",
                            String.valueOf(port),
                            "--bind_ip",
                            "127.0.0.1",
                            "--replSet",
                            "test")
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            initiate(port);
            return new TestMongo("mongodb://127.0.0.1:" + port + "/?replicaSet=test", true);
        } catch (IOException failure) {
            throw new IllegalStateException("mongod does not start", failure);
        }
    }

    private static void initiate(int port) {
        String member = "127.0.0.1:" + port;
        try (MongoClient client = MongoClients.create("mongodb://" + member + "/?directConnection=true")) {
            MongoDatabase admin = client.getDatabase("admin");
            Document self = new Document("_id", 0).append("host", member);
            Document config = new Document("_id", "test").append("members", List.of(self));
            admin.runCommand(new Document("replSetInitiate", config));
        }
    }
}
