package dev.parley.gateway.acceptance;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import dev.parley.testing.FreePort;
import dev.parley.testing.TcpRelay;
import dev.parley.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;

/**
 * The MongoDB that a stage talks to, behind a {@link TcpRelay} where that can be: the one that is named, a mongod of this
 * machine, or the MongoDB-compatible server in this JVM.
 */
final class TestMongo implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final String database;
    private final Optional<TcpRelay> relay;
    private final Runnable end;
    private final String address;
    private final MongoClient reader;

    private TestMongo(String database, String direct, Optional<TcpRelay> relay, Runnable end) {
        this.database = database;
        this.relay = relay;
        this.end = end;
        this.address = relay.map(front -> local(front.port(), database)).orElse(direct);
        this.reader = MongoClients.create(direct);
    }

    static TestMongo start(Path folder, String database) {
        var named = System.getenv("PARLEY_TEST_MONGO");
        if (named != null) {
            return new TestMongo(database, withDatabase(named, database), Optional.empty(), () -> {});
        }
        var mongod = Programs.onPath("mongod");
        return mongod.map(binary -> server(binary, folder, database)).orElseGet(() -> inThisJvm(database));
    }

    private static TestMongo inThisJvm(String database) {
        var server = new MongoServer(new MemoryBackend());
        var port = server.bind().getPort();
        return new TestMongo(database, local(port, database), Optional.of(TcpRelay.to(port)), server::shutdownNow);
    }

    /** One member of a replica set, so that majority writes mean something. */
    private static TestMongo server(Path binary, Path folder, String database) {
        var port = FreePort.next();
        var command = List.of(
                binary.toString(),
                "--port",
                "" + port,
                "--dbpath",
                folder.toString(),
                "--replSet",
                "rs",
                "--bind_ip",
                "127.0.0.1");
        var process = Child.start(command, Map.of(), folder.resolve("mongod.log"));
        Waiting.until("mongod listens", DEADLINE, () -> Listening.on(port));
        var member = new Document("_id", 0).append("host", "127.0.0.1:" + port);
        var set = new Document("_id", "rs").append("members", List.of(member));
        try (var admin = MongoClients.create(local(port, "admin"))) {
            admin.getDatabase("admin").runCommand(new Document("replSetInitiate", set));
        }
        return new TestMongo(database, local(port, database), Optional.of(TcpRelay.to(port)), process::kill);
    }

    private static String local(int port, String database) {
        return "mongodb://127.0.0.1:" + port + "/" + database + "?directConnection=true";
    }

    private static String withDatabase(String connectionString, String database) {
        var end = connectionString.indexOf('/', "mongodb+srv://".length());
        var options = connectionString.indexOf('?');
        var hosts = connectionString.substring(0, end > 0 ? end : options > 0 ? options : connectionString.length());
        return hosts + "/" + database + (options > 0 ? connectionString.substring(options) : "");
    }

    /** For {@code --mongo}. */
    String address() {
        return address;
    }

    /** In front of it; empty for one that the stage does not own. */
    Optional<TcpRelay> relay() {
        return relay;
    }

    /** The user's document, past the relay, as another application reads it. */
    Optional<Document> user(String id) {
        var key = ObjectId.isValid(id) ? new ObjectId(id) : id;
        var found = reader.getDatabase(database)
                .getCollection("users")
                .find(Filters.eq("_id", key))
                .first();
        return Optional.ofNullable(found);
    }

    @Override
    public void close() {
        try (reader) {
            reader.getDatabase(database).drop();
        } catch (MongoException unavailable) {
            // a scenario may have ended it
        }
        relay.ifPresent(TcpRelay::close);
        end.run();
    }
}
