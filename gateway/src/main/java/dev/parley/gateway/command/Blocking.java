package dev.parley.gateway.command;

import dev.parley.core.error.Failures;
import dev.parley.core.error.StorageException;
import dev.parley.core.mongo.MongoStore;
import dev.parley.gateway.ops.MongoMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Waits on the thread of a command for what a store answers. */
final class Blocking {
    private Blocking() {}

    /** Connects for one use and closes the connections. Throws {@link StorageException}. */
    static <T> T withMongo(String address, Function<MongoStore, CompletionStage<T>> use) throws InterruptedException {
        MongoStore store = mongo(address);
        try {
            return await(use.apply(store));
        } finally {
            store.stop();
        }
    }

    /** The caller stops it. */
    static MongoStore mongo(String address) {
        return new MongoStore(address, new MongoMeters(new SimpleMeterRegistry()));
    }

    /** Throws {@link StorageException}. */
    static <T> T await(CompletionStage<T> answer) throws InterruptedException {
        try {
            return answer.toCompletableFuture().get();
        } catch (ExecutionException failed) {
            Throwable failure = Failures.unwrap(failed);
            throw new StorageException(failure.getMessage(), failure);
        }
    }
}
