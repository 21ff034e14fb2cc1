package dev.parley.gateway.transport;

import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import java.util.List;

/** netty-socketio's packets in our encoding. A packet is read, never changed: a broadcast sends the same one to many. */
final class PacketAdapter {

    private PacketAdapter() {}

    /** The namespace as on the wire. */
    static String namespaceOf(Packet packet) {
        return packet.getNsp().isEmpty() ? "/" : packet.getNsp();
    }

    static boolean isDisconnect(Packet packet) {
        return packet.getSubType() == PacketType.DISCONNECT;
    }

    /** @throws IllegalArgumentException for what is neither an event nor an acknowledgement */
    static EncodedPacket encode(Packet packet) {
        String namespace = namespaceOf(packet);
        long id = packet.getAckId() == null ? SocketIoEncoder.NO_ID : packet.getAckId();
        List<Object> arguments = packet.getData();
        return switch (packet.getSubType()) {
            case EVENT -> SocketIoEncoder.event(namespace, id, packet.getName(), arguments, false);
            case ACK -> SocketIoEncoder.ack(namespace, id, arguments);
            default -> throw new IllegalArgumentException("The transport itself sends " + packet.getSubType());
        };
    }
}
