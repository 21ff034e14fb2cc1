package dev.parley.gateway.handler;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.IdGenerator;
import dev.parley.gateway.wire.WireError;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into words for the client. A surprise is logged under an id that the client is told, without any content. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final IdGenerator requestIds;

    Failures(IdGenerator requestIds) {
        this.requestIds = requestIds;
    }

    WireError toError(String event, Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof Rejection rejection) {
            return WireError.of(rejection);
        }
        if (cause instanceof StorageException || cause instanceof TimeoutException) {
            LOG.debug("{} is unavailable: {}", event, cause.toString());
            return WireError.of(ErrorCode.UNAVAILABLE, "a store is away, try again");
        }
        if (cause instanceof CancellationException) {
            return WireError.of(ErrorCode.UNAVAILABLE, "the socket has gone meanwhile");
        }
        String requestId = requestIds.next();
        LOG.error("{} failed, request {}", event, requestId, cause);
        return WireError.of(ErrorCode.INTERNAL, "something went wrong, request " + requestId);
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
