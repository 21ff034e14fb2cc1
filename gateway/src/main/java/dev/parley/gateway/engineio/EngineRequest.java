package dev.parley.gateway.engineio;

import java.util.function.UnaryOperator;

/** What an HTTP request on the Engine.IO path asks for (Engine.IO 4, sections "Handshake", "HTTP long-polling", "Upgrade"). */
public sealed interface EngineRequest {

    /** A new session. */
    record Open(EngineTransport transport) implements EngineRequest {}

    /** Packets for the client, now or when there are any. */
    record Poll(String sid) implements EngineRequest {}

    /** Packets of the client. */
    record Push(String sid) implements EngineRequest {}

    /** A websocket for a session that polls so far. */
    record Upgrade(String sid) implements EngineRequest {}

    record Refused(EngineError error) implements EngineRequest {}

    /**
     * @param query a query parameter by name, null when absent
     * @param isUpgrade whether the request carries {@code Upgrade: websocket}
     */
    static EngineRequest of(String method, boolean isUpgrade, UnaryOperator<String> query) {
        EngineTransport transport = EngineTransport.named(query.apply("transport"));
        if (transport == null) {
            return new Refused(EngineError.UNKNOWN_TRANSPORT);
        }
        if (!"4".equals(query.apply("EIO"))) {
            return new Refused(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
        }
        boolean isWebSocket = transport == EngineTransport.WEBSOCKET;
        String sid = query.apply("sid");
        if (isWebSocket != isUpgrade) {
            return new Refused(EngineError.BAD_REQUEST);
        }
        if (!method.equals("GET") && (sid == null || !method.equals("POST") || isWebSocket)) {
            return new Refused(EngineError.BAD_HANDSHAKE_METHOD);
        }
        if (sid == null) {
            return new Open(transport);
        }
        if (isWebSocket) {
            return new Upgrade(sid);
        }
        return method.equals("GET") ? new Poll(sid) : new Push(sid);
    }
}
