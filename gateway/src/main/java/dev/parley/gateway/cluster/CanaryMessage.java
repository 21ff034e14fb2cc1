package dev.parley.gateway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.Json;
import dev.parley.gateway.socketio.SocketIoEncoder;
import java.io.IOException;
import java.util.Optional;

/**
 * One canary: an event {@code canary} with three arguments, for a room that no socket can join, so that servers of other kinds
 * ignore it.
 *
 * @param node that publishes it
 * @param number 1, 2, 3 ... since the node started, or {@link #LAST}
 * @param sentAt milliseconds since the epoch
 */
record CanaryMessage(String node, long number, long sentAt) {
    /** No id has a space, so no client can name this room. */
    private static final String ROOM = "parley canary";

    static final BroadcastTarget TARGET = BroadcastTarget.room(ROOM);
    static final String EVENT = "canary";
    /** The number with which a node says that it stops. */
    static final long LAST = 0;

    /** {@code 42}: Engine.IO message, Socket.IO event. */
    private static final int EVENT_HEADER = 2;

    private static final int FIRST_ARGUMENT = 1;

    static boolean isFor(BroadcastTarget target) {
        return target.rooms().size() == 1 && target.rooms().get(0).equals(ROOM);
    }

    EncodedPacket packet() {
        return SocketIoEncoder.encode("/", EVENT, node, number, sentAt);
    }

    /** Empty when it cannot be read. */
    static Optional<CanaryMessage> read(EncodedPacket packet) {
        try {
            byte[] text = packet.text();
            JsonNode event = Json.MAPPER.readTree(text, EVENT_HEADER, text.length - EVENT_HEADER);
            return Optional.of(new CanaryMessage(
                    event.path(FIRST_ARGUMENT).asText(),
                    event.path(FIRST_ARGUMENT + 1).asLong(),
                    event.path(FIRST_ARGUMENT + 2).asLong()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
