package dev.parley.core.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.MongoWriteException;
import dev.parley.core.error.Failures;
import dev.parley.core.error.StorageException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Classifies exceptions of the MongoDB driver. */
final class MongoFailures {
    private static final int DUPLICATE_KEY = 11_000;
    /** An index of that name or of those fields is there, with other options. */
    private static final Set<Integer> INDEX_CONFLICTS = Set.of(85, 86);
    /** ShutdownInProgress, PrimarySteppedDown, NotWritablePrimary, InterruptedDueToReplStateChange. */
    private static final Set<Integer> ASK_AGAIN = Set.of(91, 189, 10_107, 11_602);

    private MongoFailures() {}

    /** Deliberate: also for a command that MongoDB refuses. A caller can do nothing about that, and the log has the cause. */
    static StorageException asStorage(Throwable failure) {
        Throwable plain = Failures.unwrap(failure);
        return plain instanceof StorageException known ? known : new StorageException("MongoDB: " + plain, plain);
    }

    static boolean isDuplicateKey(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof MongoWriteException refused) {
            return refused.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
        }
        if (cause instanceof MongoBulkWriteException refused) {
            return !refused.getWriteErrors().isEmpty()
                    && refused.getWriteErrors().stream()
                            .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
        }
        return cause instanceof MongoException refused && refused.getCode() == DUPLICATE_KEY;
    }

    /** Whether one of these indexes refused; where several would, a server names any one of them. */
    static boolean isDuplicateIn(Collection<String> indexes, Throwable failure) {
        String message = String.valueOf(cause(failure).getMessage());
        return isDuplicateKey(failure) && indexes.stream().anyMatch(index -> message.contains("index: " + index + " "));
    }

    /** Whether the same write, found by its key, is worth a second try at once: the answer was lost or the primary moved. */
    static boolean isWorthAnotherTry(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof MongoNotPrimaryException
                || cause instanceof MongoNodeIsRecoveringException
                || (cause instanceof MongoSocketException && !(cause instanceof MongoSocketReadTimeoutException))
                || (cause instanceof MongoException refused && ASK_AGAIN.contains(refused.getCode()));
    }

    /** Whether the outcome of the write is unknown: there was no reply, or one that does not tell, or a part of it failed. */
    static boolean isUncertain(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof TimeoutException
                || cause instanceof MongoWriteConcernException
                || cause instanceof MongoBulkWriteException
                || (cause instanceof MongoSocketException && !(cause instanceof MongoSocketOpenException))
                || cause instanceof MongoNotPrimaryException
                || cause instanceof MongoNodeIsRecoveringException
                || cause instanceof MongoInterruptedException
                || cause instanceof MongoOperationTimeoutException
                || cause instanceof MongoExecutionTimeoutException
                || cause instanceof MongoConnectionPoolClearedException;
    }

    static boolean isIndexConflict(Throwable failure) {
        return cause(failure) instanceof MongoCommandException refused
                && INDEX_CONFLICTS.contains(refused.getErrorCode());
    }

    /** The driver's exception, without wrappers. */
    static Throwable cause(Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        while (cause instanceof StorageException && cause.getCause() != null) {
            cause = Failures.unwrap(cause.getCause());
        }
        return cause;
    }
}
