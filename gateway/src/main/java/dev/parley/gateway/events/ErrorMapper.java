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

/** Maps failures to the errors that clients are told. An unexpected one is logged with an id that the client is told too. */
final class ErrorMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);

    private ErrorMapper() {}

    static WireError toError(SocketLogContext log, Throwable failure) {
        Throwable cause = Failures.unwrap(failure);
        if (cause instanceof Rejection rejection) {
            return WireError.of(rejection);
        }
        if (cause instanceof StorageException || cause instanceof TimeoutException) {
            log.on(LOG.atDebug()).log("unavailable: {}", cause.toString());
            return WireError.of(
                    ErrorCode.UNAVAILABLE,
                    "MongoDB or Redis is unavailable; try again, a message with the same clientMessageId");
        }
        if (cause instanceof CancellationException) {
            return WireError.of(ErrorCode.UNAVAILABLE, "the socket was closed before the answer");
        }
        log.on(LOG.atError().setCause(cause)).log("{} failed", log.event());
        return WireError.of(ErrorCode.INTERNAL, "an unexpected error; the log has it under request " + log.id());
    }
}
