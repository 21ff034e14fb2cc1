package dev.parley.gateway.cluster;

import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import java.util.List;

/** What one member of the cluster tells the others, as far as this node acts on it. */
sealed interface ClusterMessage {

    record Emitted(BroadcastTarget target, EncodedPacket packet) implements ClusterMessage {}

    record SocketsJoin(BroadcastTarget target, List<String> rooms) implements ClusterMessage {}

    record SocketsLeave(BroadcastTarget target, List<String> rooms) implements ClusterMessage {}

    /** @param wholeConnection close the connection below too, not only the namespace */
    record DisconnectSockets(BroadcastTarget target, boolean wholeConnection) implements ClusterMessage {}

    record Ignored(Reason reason) implements ClusterMessage {}

    enum Reason {
        /** What this node published itself: Redis sends it back. */
        OWN,
        OTHER_NAMESPACE,
        /** Heartbeats, questions and answers, which a node that answers no questions has no use for. */
        OTHER_TYPE,
        /** Not what the adapter writes. */
        UNREADABLE
    }
}
