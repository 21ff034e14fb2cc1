package dev.parley.gateway.transport;

/** Why a session ended; counted by name. The client of a {@engine #tellsClient} reason hears "io server disconnect" and stays away. */
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
    /** Two polls at once. */
    DUPLICATE_POLL,
    /** The client gave up a poll. */
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
    /** The server goes away; the client may connect to another node at once. */
    DRAINING,
    /** The application closed the session. */
    SERVER_DISCONNECT,
    /** The client's token ran out. */
    TOKEN_EXPIRED;

    /** Whether the client is told by Socket.IO DISCONNECT packets first, so that it does not reconnect by itself. */
    boolean tellsClient() {
        return this == SERVER_DISCONNECT || this == TOKEN_EXPIRED;
    }

    /** Whether a polling client gets the packets that wait for it before the session is gone. */
    boolean deliversPackets() {
        return tellsClient() || this == DRAINING || this == NEVER_JOINED;
    }

    /** Whether the client may come back and go on where it was: nobody wanted the session to end. */
    boolean isRecoverable() {
        return !tellsClient();
    }
}
