package dev.parley.core.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import dev.parley.core.mongo.MongoState.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.Document;

/** Examines a deployment for an operator. Writes one document to a collection of its own, which it drops. */
final class MongoExaminer {
    private static final String PROBE = "parley_doctor";

    private final MongoDatabase database;
    private final MongoThreads threads;

    MongoExaminer(MongoDatabase database, MongoThreads threads) {
        this.database = database;
        this.threads = threads;
    }

    /** Fails with {@code StorageException} when MongoDB is unavailable or refuses one of the commands. */
    CompletionStage<MongoState> examine() {
        return run("buildInfo").thenCompose(build -> hello().thenCompose(first -> {
            long asked = System.nanoTime();
            return hello().thenCompose(hello -> {
                Duration roundTrip = since(asked);
                return majorityWrite()
                        .thenCombine(
                                missingIndexes(), (write, missing) -> state(build, hello, roundTrip, write, missing));
            });
        }));
    }

    private static MongoState state(
            Document build, Document hello, Duration roundTrip, Duration write, List<String> missing) {
        Instant clock = hello.containsKey("localTime")
                ? hello.getDate("localTime").toInstant().plus(roundTrip.dividedBy(2))
                : Instant.EPOCH;
        return new MongoState(
                build.getString("version"), topology(hello), members(hello), clock, roundTrip, write, missing);
    }

    private static Topology topology(Document hello) {
        if ("isdbgrid".equals(hello.getString("msg"))) {
            return Topology.SHARDED;
        }
        return hello.containsKey("setName") ? Topology.REPLICA_SET : Topology.STANDALONE;
    }

    private static int members(Document hello) {
        return switch (topology(hello)) {
            case SHARDED -> 0;
            case STANDALONE -> 1;
            case REPLICA_SET -> hello.getList("hosts", String.class, List.of()).size();
        };
    }

    /** Servers before 5.0 know it by its earlier name. */
    private CompletionStage<Document> hello() {
        return run("hello").exceptionallyCompose(unknown -> run("isMaster"));
    }

    private CompletionStage<Document> run(String command) {
        return threads.run(() -> database.runCommand(new Document(command, 1)));
    }

    private CompletionStage<Duration> majorityWrite() {
        return collection(PROBE).run(probe -> {
            long asked = System.nanoTime();
            probe.insertOne(new Document());
            Duration took = since(asked);
            probe.drop();
            return took;
        });
    }

    private CompletionStage<List<String>> missingIndexes() {
        CompletionStage<List<String>> missing = CompletableFuture.completedStage(List.of());
        for (String collection : MongoIndexes.BY_COLLECTION.keySet()) {
            missing = missing.thenCompose(before -> missingIn(collection).thenApply(more -> joined(before, more)));
        }
        return missing;
    }

    private CompletionStage<List<String>> missingIn(String collection) {
        return collection(collection)
                .all(MongoCollection::listIndexes)
                .thenApply(existing -> IndexCreator.missing(collection, existing).stream()
                        .filter(wanted -> existing.stream().noneMatch(index -> IndexCreator.hasKeys(index, wanted)))
                        .map(wanted -> collection + "." + fields(wanted))
                        .toList());
    }

    private AsyncCollection collection(String name) {
        return new AsyncCollection(database.getCollection(name), threads);
    }

    private static String fields(IndexModel index) {
        return String.join("_", index.getKeys().toBsonDocument().keySet());
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static Duration since(long asked) {
        return Duration.ofNanos(System.nanoTime() - asked);
    }
}
