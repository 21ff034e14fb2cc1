package dev.parley.gateway.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.gateway.socketio.Json;

/**
 * The JSON of payloads, for Socket.IO and REST alike: empty fields are left out, times are ISO-8601 with milliseconds and Z.
 */
public final class WireJson {
    private WireJson() {}

    /** The shared mapper. It must not be configured further. */
    public static ObjectMapper mapper() {
        return Json.MAPPER;
    }
}
