package dev.parley.gateway.cluster;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
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

    static boolean isFor(BroadcastTarget target) {
        return PacketEvents.isFor(target, ROOM);
    }

    EncodedPacket packet() {
        return SocketIoEncoder.encode("/", EVENT, node, number, sentAt);
    }

    /** Empty when it cannot be read. */
    static Optional<CanaryMessage> read(EncodedPacket packet) {
        return PacketEvents.read(packet)
                .map(event -> new CanaryMessage(
                        event.path(PacketEvents.FIRST_ARGUMENT).asText(),
                        event.path(PacketEvents.FIRST_ARGUMENT + 1).asLong(),
                        event.path(PacketEvents.FIRST_ARGUMENT + 2).asLong()));
    }
}
