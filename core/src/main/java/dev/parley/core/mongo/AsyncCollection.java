package dev.parley.core.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoIterable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bson.Document;

/** A collection of MongoDB whose operations run on {@link MongoThreads}; stages are as described there. Any thread. */
final class AsyncCollection {
    private final MongoCollection<Document> collection;
    private final MongoThreads threads;

    AsyncCollection(MongoCollection<Document> collection, MongoThreads threads) {
        this.collection = collection;
        this.threads = threads;
    }

    /** The same collection with another concern or preference. */
    AsyncCollection with(UnaryOperator<MongoCollection<Document>> setting) {
        return new AsyncCollection(setting.apply(collection), threads);
    }

    /** Completes with the operation's result, such as a write's, which must not be null. */
    <T> CompletionStage<T> run(Function<MongoCollection<Document>, T> operation) {
        return threads.run(() -> operation.apply(collection));
    }

    /** @param operation returns null where there is no such document */
    CompletionStage<Optional<Document>> one(Function<MongoCollection<Document>, Document> operation) {
        return threads.run(() -> Optional.ofNullable(operation.apply(collection)));
    }

    /** Completes with everything that a query with a limit finds, usually with one command. */
    CompletionStage<List<Document>> all(Function<MongoCollection<Document>, MongoIterable<Document>> query) {
        return threads.run(
                () -> query.apply(collection).batchSize(Integer.MAX_VALUE).into(new ArrayList<>()));
    }
}
