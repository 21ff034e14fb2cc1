package dev.parley.gateway.events;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Failures;
import dev.parley.core.error.Rejection;
import dev.parley.core.error.StorageException;
import dev.parley.gateway.wire.WireError;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into words for the client. A surprise is logged under an id that the client is told, without any content. */
final class ErrorMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);

    private ErrorMapper() {}

    static WireError toError(SocketLogContext request, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
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
}
