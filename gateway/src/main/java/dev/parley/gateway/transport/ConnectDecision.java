package dev.parley.gateway.transport;

import java.util.Map;
import java.util.Optional;

/** What became of a wish to enter a namespace. */
public sealed interface ConnectDecision {

    /**
     * @param attachment kept on the session ({@link Session#attachment}) before the connect listeners run; null keeps what is there
     * @param passport empty when the client is not told how to come back
     */
    record Accepted(Object attachment, Optional<Passport> passport) implements ConnectDecision {

        public Accepted(Object attachment) {
            this(attachment, Optional.empty());
        }
    }

    /**
     * What the client is told for connection state recovery (Socket.IO 4.6).
     *
     * @param socketId the {@code sid} by which it knows itself
     * @param pid a secret; whoever shows it comes back as this client
     * @param unused run when the client was gone, or refused, before it could enter; on any thread
     */
    record Passport(String socketId, String pid, Runnable unused) {}

    /**
     * Sent as CONNECT_ERROR, the client's {@code connect_error}.
     *
     * @param message {@code err.message}
     * @param data {@code err.data}, left out when empty
     */
    record Refused(String message, Map<String, Object> data) implements ConnectDecision {
        public Refused {
            data = Map.copyOf(data);
        }
    }

    /** Nobody enters with this one any more. */
    default void discard() {
        if (this instanceof Accepted accepted) {
            accepted.passport().ifPresent(passport -> passport.unused().run());
        }
    }
}
