package dev.parley.gateway.handler;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import dev.parley.core.error.StorageException;
import dev.parley.gateway.wire.WireError;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into words for the client. A surprise is logged under an id that the client is told, without any content. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static WireError toError(SocketRequest request, Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof Rejection rejection) {
            return WireError.of(rejection);
        }
        if (cause instanceof StorageException || cause instanceof TimeoutException) {
            request.on(LOG.atDebug()).log("unavailable: {}", cause.toString());
            return WireError.of(ErrorCode.UNAVAILABLE, "a store is away, try again");
        }
        if (cause instanceof CancellationException) {
            return WireError.of(ErrorCode.UNAVAILABLE, "the socket has gone meanwhile");
        }
        request.on(LOG.atError().setCause(cause)).log("{} failed", request.event());
        return WireError.of(ErrorCode.INTERNAL, "something went wrong, request " + request.id());
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
