package dev.parley.gateway.engineio;

import java.util.Locale;

/** Engine.IO 4, section "Transports". */
public enum EngineTransport {
    POLLING,
    WEBSOCKET;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The {@code transport} query parameter. */
    public String wireName() {
        return wireName;
    }

    /** Null for a transport that does not exist. */
    static EngineTransport named(String name) {
        if (POLLING.wireName.equals(name)) {
            return POLLING;
        }
        return WEBSOCKET.wireName.equals(name) ? WEBSOCKET : null;
    }
}
