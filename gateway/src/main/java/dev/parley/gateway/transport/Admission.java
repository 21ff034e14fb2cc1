package dev.parley.gateway.transport;

import java.util.Map;

/** What became of a wish to enter a namespace. */
public sealed interface Admission {

    /**
     * @param attachment kept on the session ({@link Session#attachment}) before the connect listeners run; null keeps what is there
     */
    record Accepted(Object attachment) implements Admission {}

    /**
     * Sent as CONNECT_ERROR, the client's {@code connect_error}.
     *
     * @param message {@code err.message}
     * @param data {@code err.data}, left out when empty
     */
    record Refused(String message, Map<String, Object> data) implements Admission {
        public Refused {
            data = Map.copyOf(data);
        }
    }
}
