package dev.parley.core.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.bson.Document;

/**
 * Writes of single documents, those that several make at the same time with one command and one wait for the majority. Each has
 * an outcome of its own, as if it had been alone; there is no order between them. Any thread.
 */
final class BatchedWrites {
    static final BulkWriteOptions EACH_BY_ITSELF = new BulkWriteOptions().ordered(false);

    private final AsyncCollection collection;
    private final BatchedCommand<WriteModel<Document>, Optional<MongoException>> writes;

    BatchedWrites(AsyncCollection collection, int maxInFlight) {
        this.collection = collection;
        this.writes = new BatchedCommand<>(maxInFlight, BatchedCommand.MAX_BATCH, this::writeAll);
    }

    /** Completes once it is stored, as the collection's write concern says; fails as {@link MongoThreads} does. */
    CompletionStage<Void> write(WriteModel<Document> write) {
        return writes.ask(write).thenCompose(BatchedWrites::outcome);
    }

    private static CompletionStage<Void> outcome(Optional<MongoException> refused) {
        return refused.isEmpty()
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.failedStage(MongoFailures.asStorage(refused.get()));
    }

    /** Answers for each write why it was refused, or nothing. */
    private CompletionStage<List<Optional<MongoException>>> writeAll(List<WriteModel<Document>> batch) {
        return collection
                .run(c -> c.bulkWrite(batch, EACH_BY_ITSELF))
                .thenApply(done -> Collections.nCopies(batch.size(), Optional.<MongoException>empty()))
                .exceptionallyCompose(failure -> MongoFailures.cause(failure) instanceof MongoBulkWriteException some
                        ? CompletableFuture.completedStage(refusals(batch.size(), some))
                        : CompletableFuture.failedStage(failure));
    }

    private static List<Optional<MongoException>> refusals(int writes, MongoBulkWriteException some) {
        var refusals = new ArrayList<>(Collections.nCopies(writes, concern(some)));
        some.getWriteErrors()
                .forEach(error -> refusals.set(
                        error.getIndex(),
                        Optional.of(new MongoWriteException(error, some.getServerAddress(), some.getErrorLabels()))));
        return refusals;
    }

    /** What keeps every write of the batch from being acknowledged. */
    private static Optional<MongoException> concern(MongoBulkWriteException some) {
        return Optional.ofNullable(some.getWriteConcernError())
                .map(error ->
                        new MongoWriteConcernException(error, null, some.getServerAddress(), some.getErrorLabels()));
    }
}
