package dev.parley.core.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.bson.conversions.Bson;

/** A collection of MongoDB whose operations run on {@link MongoThreads}; stages are as described there. Any thread. */
final class AsyncCollection {
    private final MongoCollection<Document> collection;
    private final MongoThreads threads;
    private final UnaryOperator<Bson> aliasing;

    AsyncCollection(MongoCollection<Document> collection, MongoThreads threads) {
        this(collection, threads, UnaryOperator.identity());
    }

    /** @param aliasing adds to an update what {@link FieldAliases} ask for */
    AsyncCollection(MongoCollection<Document> collection, MongoThreads threads, UnaryOperator<Bson> aliasing) {
        this.collection = collection;
        this.threads = threads;
        this.aliasing = aliasing;
    }

    /** One update of these parts. Every update of a field that may have an alias is made here. */
    Bson update(List<Bson> parts) {
        return aliasing.apply(Updates.combine(parts));
    }

    Bson update(Bson... parts) {
        return update(List.of(parts));
    }

    /** The same collection with another concern or preference. */
    AsyncCollection with(UnaryOperator<MongoCollection<Document>> setting) {
        return new AsyncCollection(setting.apply(collection), threads, aliasing);
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
