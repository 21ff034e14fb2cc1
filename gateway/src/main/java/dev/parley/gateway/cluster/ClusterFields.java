package dev.parley.gateway.cluster;

import dev.parley.gateway.cluster.ClusterMessage.DisconnectSockets;
import dev.parley.gateway.cluster.ClusterMessage.Emitted;
import dev.parley.gateway.cluster.ClusterMessage.Ignored;
import dev.parley.gateway.cluster.ClusterMessage.Reason;
import dev.parley.gateway.cluster.ClusterMessage.SocketsJoin;
import dev.parley.gateway.cluster.ClusterMessage.SocketsLeave;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import java.util.List;

/** The fields of a message between nodes, and the message that they make (socket.io-adapter's MessageType). */
final class ClusterFields {
    private static final int BROADCAST = 3;
    private static final int SOCKETS_JOIN = 4;
    private static final int SOCKETS_LEAVE = 5;
    private static final int DISCONNECT_SOCKETS = 6;
    private static final int EVENT_PACKET = 2;

    String namespace = "";
    int type;
    List<String> rooms = List.of();
    List<String> except = List.of();
    boolean isVolatile;
    int packetType;
    /** The event as a text packet, {@code 42[...]}; null when there was none. */
    byte[] text;

    List<String> changedRooms = List.of();
    boolean wholeConnection;
    /** Null when there was none. */
    String traceparent;

    ClusterMessage message() {
        if (!namespace.equals("/")) {
            return new Ignored(Reason.OTHER_NAMESPACE);
        }
        BroadcastTarget target = new BroadcastTarget(rooms, except);
        return switch (type) {
            case BROADCAST -> broadcast(target);
            case SOCKETS_JOIN -> new SocketsJoin(target, changedRooms);
            case SOCKETS_LEAVE -> new SocketsLeave(target, changedRooms);
            case DISCONNECT_SOCKETS -> new DisconnectSockets(target, wholeConnection);
            default -> new Ignored(Reason.OTHER_TYPE);
        };
    }

    /** A broadcast that requests acknowledgements is delivered without them; its sender receives fewer answers. */
    private ClusterMessage broadcast(BroadcastTarget target) {
        if (text == null || packetType != EVENT_PACKET) {
            return new Ignored(Reason.UNREADABLE);
        }
        return new Emitted(target, new EncodedPacket(text, List.of(), isVolatile), traceparent);
    }
}
