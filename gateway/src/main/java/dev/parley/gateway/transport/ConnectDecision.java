package dev.parley.gateway.transport;

import java.util.Map;
import java.util.Optional;

/** The answer to a CONNECT packet. */
public sealed interface ConnectDecision {

    /**
     * @param attachment kept on the session ({@link Session#attachment}) before the connect listeners run
     * @param recovery empty when the session cannot be resumed
     */
    record Accepted(SessionAttachment attachment, Optional<RecoveryOffer> recovery) implements ConnectDecision {

        public Accepted(SessionAttachment attachment) {
            this(attachment, Optional.empty());
        }
    }

    /**
     * What the client is told for connection state recovery (Socket.IO 4.6).
     *
     * @param socketId the socket id that the client keeps
     * @param pid a secret with which the client resumes the session
     * @param unused run when the client disconnected before it was connected to the namespace; on any thread
     */
    record RecoveryOffer(String socketId, String pid, Runnable unused) {}

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

    /** Releases what an acceptance reserved, because the client will not be connected. */
    default void discard() {
        if (this instanceof Accepted accepted) {
            accepted.recovery().ifPresent(recovery -> recovery.unused().run());
        }
    }
}
