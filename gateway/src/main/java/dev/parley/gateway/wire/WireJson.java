package dev.parley.gateway.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.gateway.socketio.Json;

/** How payloads become JSON, on Socket.IO and REST alike: what is empty is left out, times are ISO-8601 with milliseconds and Z. */
public final class WireJson {
    private WireJson() {}

    /** The one mapper; never to be configured further. */
    public static ObjectMapper mapper() {
        return Json.MAPPER;
    }
}
