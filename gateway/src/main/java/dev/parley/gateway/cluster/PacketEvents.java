package dev.parley.gateway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads the few events that the fan-out itself needs from packets that are encoded for sockets. */
final class PacketEvents {
    /** {@code 42}: Engine.IO message, Socket.IO event. */
    private static final int EVENT_HEADER = 2;

    static final int FIRST_ARGUMENT = 1;

    private PacketEvents() {}

    /** How the packets of an event begin, for {@link #begins}. */
    static byte[] startOf(String event) {
        return ("42[\"" + event + "\",").getBytes(StandardCharsets.US_ASCII);
    }

    /** Without decoding it, since each packet that arrives is asked. */
    static boolean begins(EncodedPacket packet, byte[] start) {
        byte[] text = packet.text();
        return text.length > start.length && Arrays.equals(text, 0, start.length, start, 0, start.length);
    }

    static boolean isFor(BroadcastTarget target, String room) {
        return target.rooms().size() == 1 && target.rooms().get(0).equals(room);
    }

    /** The event's name and its arguments; empty when they cannot be read. */
    static Optional<JsonNode> read(EncodedPacket packet) {
        try {
            byte[] text = packet.text();
            return Optional.of(Json.MAPPER.readTree(text, EVENT_HEADER, text.length - EVENT_HEADER));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
