package dev.parley.gateway.transport;

/** Why a session ended; counted by name. The client of a {@link #tellsClient} reason gets "io server disconnect" and does not reconnect. */
public enum DisconnectReason {
    /** The client closed its connection, or the network did. */
    TRANSPORT_CLOSE,
    /** The client sent an Engine.IO close packet or a websocket close frame. */
    CLIENT_CLOSE,
    /** No pong in time. */
    PING_TIMEOUT,
    /** Input that is neither Engine.IO nor Socket.IO, or not allowed in this state. */
    MALFORMED,
    /** A message or payload over the limit. */
    TOO_LARGE,
    /** Two concurrent polls. */
    DUPLICATE_POLL,
    /** The client aborted a poll. */
    POLL_ABORTED,
    /** The client did not read what was sent, and the bound was reached. */
    SLOW_READER,
    /** In no namespace within the allowed time. */
    NEVER_JOINED,
    /** In no namespace when the node had too many such sessions; this one was the oldest. */
    TOO_MANY_PENDING,
    /** The client sent CONNECT packets faster than it may. */
    TOO_MANY_CONNECTS,
    /** The clients of the node made it hold too many bytes; this one made it hold the most. */
    TOO_MUCH_MEMORY,
    /** Something failed in the server. */
    INTERNAL,
    /** The node is draining; the client can connect to another node immediately. */
    DRAINING,
    /** The application closed the session. */
    SERVER_DISCONNECT,
    /** The client's token expired. */
    TOKEN_EXPIRED;

    /** Whether the client is told by Socket.IO DISCONNECT packets first, so that it does not reconnect automatically. */
    boolean tellsClient() {
        return this == SERVER_DISCONNECT || this == TOKEN_EXPIRED;
    }

    /** Whether a polling client gets its queued packets before the session is removed. */
    boolean deliversPackets() {
        return tellsClient() || this == DRAINING || this == NEVER_JOINED;
    }

    /** Whether the client can resume the session: neither the application nor token expiry ended it. */
    boolean isRecoverable() {
        return !tellsClient();
    }
}
