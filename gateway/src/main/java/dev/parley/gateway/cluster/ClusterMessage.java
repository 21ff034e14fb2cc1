package dev.parley.gateway.cluster;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import java.util.List;

/** A decoded message between nodes. */
sealed interface ClusterMessage {

    /** @param traceparent of the event; null when its sender records none */
    record Emitted(BroadcastTarget target, EncodedPacket packet, String traceparent) implements ClusterMessage {
        Emitted(BroadcastTarget target, EncodedPacket packet) {
            this(target, packet, null);
        }
    }

    record SocketsJoin(BroadcastTarget target, List<String> rooms) implements ClusterMessage {}

    record SocketsLeave(BroadcastTarget target, List<String> rooms) implements ClusterMessage {}

    /** @param wholeConnection close the connection below too, not only the namespace */
    record DisconnectSockets(BroadcastTarget target, boolean wholeConnection) implements ClusterMessage {}

    record Ignored(Reason reason) implements ClusterMessage {}

    enum Reason {
        /** Published by this node; Redis sends it back. */
        OWN,
        OTHER_NAMESPACE,
        /** A change of presence that was delivered before. */
        REPEATED,
        /** Heartbeats, requests and responses, which this node does not serve. */
        OTHER_TYPE,
        /** Not in the format of the adapter. */
        UNREADABLE
    }
}
