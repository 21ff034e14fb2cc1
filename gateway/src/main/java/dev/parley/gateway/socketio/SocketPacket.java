package dev.parley.gateway.socketio;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A packet as decoded (Socket.IO 5, section "Packet encoding").
 *
 * @param namespace {@code /} or {@code /custom}, without its query
 * @param id acknowledgement id, {@link SocketIoEncoder#NO_ID} when there is none
 * @param data null when there is none; an array for events and acknowledgements
 * @param attachments how many binary messages follow
 */
public record SocketPacket(PacketType type, String namespace, long id, JsonNode data, int attachments) {

    SocketPacket with(JsonNode complete) {
        return new SocketPacket(type, namespace, id, complete, attachments);
    }
}
