package dev.parley.gateway.engineio;

/** The errors that an HTTP request is answered with, with the codes and words that Socket.IO clients know. */
public enum EngineError {
    UNKNOWN_TRANSPORT(0, 400, "Transport unknown"),
    UNKNOWN_SID(1, 400, "Session ID unknown"),
    BAD_HANDSHAKE_METHOD(2, 400, "Bad handshake method"),
    BAD_REQUEST(3, 400, "Bad request"),
    FORBIDDEN(4, 403, "Forbidden"),
    UNSUPPORTED_PROTOCOL_VERSION(5, 400, "Unsupported protocol version"),
    TOO_MANY_SESSIONS(4, 429, "Too many sessions"),
    NODE_FULL(4, 503, "Server is full"),
    TOO_LARGE(3, 413, "Payload too large"),
    URI_TOO_LONG(3, 414, "URI too long"),
    HEADERS_TOO_LARGE(3, 431, "Request header fields too large");

    private final int status;
    private final String json;

    EngineError(int code, int status, String message) {
        this.status = status;
        this.json = "{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }

    public int status() {
        return status;
    }

    /** Whether the same request may succeed later. */
    public boolean isTemporary() {
        return this == TOO_MANY_SESSIONS || this == NODE_FULL;
    }

    /** {@code {"code":0,"message":"Transport unknown"}} */
    public String json() {
        return json;
    }
}
