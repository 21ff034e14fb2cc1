package dev.parley.gateway.events;

import dev.parley.core.error.ErrorCode;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.timers.Timers;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.wire.WireError;
import dev.parley.gateway.wire.WireEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Closes sockets when their token expires, after an {@code error} event. */
public final class TokenExpiry {
    private static final WireError EXPIRED = WireError.of(ErrorCode.TOKEN_EXPIRED, "the token has expired");

    private final Timers timers;
    private final Clock clock;

    public TokenExpiry(Timers timers, Clock clock) {
        this.timers = timers;
        this.clock = clock;
    }

    /** Replaces the timer of an earlier token of the socket. */
    void watch(Connection connection, Identity identity) {
        connection.expire(identity.expiresAt()
                .map(end -> timers.after(until(end), () -> close(connection)))
                .orElse(() -> {}));
    }

    private Duration until(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static void close(Connection connection) {
        connection.output().emit(WireEvents.ERROR, EXPIRED.asEvent());
        connection.output().close(DisconnectReason.TOKEN_EXPIRED);
    }
}
