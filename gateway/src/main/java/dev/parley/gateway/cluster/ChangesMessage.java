package dev.parley.gateway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records that a node has changed lately: an event {@code changes} for a room that no socket can join, so that servers of other
 * kinds ignore it.
 *
 * @param node that publishes it
 * @param sentAt on the publisher's {@link System#nanoTime}
 * @param last the number of its last change, counted from 1 since it started; 0 before the first
 * @param keys of its last changes, the last one at the end
 */
record ChangesMessage(String node, long sentAt, long last, List<String> keys) {
    /** No id has a space, so no client can name this room. */
    private static final String ROOM = "parley changes";

    static final BroadcastTarget TARGET = BroadcastTarget.room(ROOM);
    static final String EVENT = "changes";

    ChangesMessage {
        keys = List.copyOf(keys);
    }

    static boolean isFor(BroadcastTarget target) {
        return PacketEvents.isFor(target, ROOM);
    }

    EncodedPacket packet() {
        return SocketIoEncoder.encode("/", EVENT, node, sentAt, last, keys);
    }

    /** Empty when it cannot be read. */
    static Optional<ChangesMessage> read(EncodedPacket packet) {
        return PacketEvents.read(packet).map(ChangesMessage::of);
    }

    private static ChangesMessage of(JsonNode event) {
        List<String> keys = new ArrayList<>();
        event.path(PacketEvents.FIRST_ARGUMENT + 3).forEach(key -> keys.add(key.asText()));
        return new ChangesMessage(
                event.path(PacketEvents.FIRST_ARGUMENT).asText(),
                event.path(PacketEvents.FIRST_ARGUMENT + 1).asLong(),
                event.path(PacketEvents.FIRST_ARGUMENT + 2).asLong(),
                keys);
    }

    /** The numbers of {@link #keys} begin behind this one. */
    long before() {
        return last - keys.size();
    }

    /** The keys of the changes after one. */
    List<String> keysAfter(long number) {
        return keys.subList((int) Math.max(0, number - before()), keys.size());
    }
}
