package dev.parley.gateway.transport;

import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import java.util.List;

/** netty-socketio's packets in our encoding. A packet is read, never changed: a broadcast sends the same one to many. */
final class PacketAdapter {

    private PacketAdapter() {}

    /** Encoded on the caller's thread, so that what cannot be encoded fails there. */
    static void send(Packet packet, Session session) {
        String namespace = packet.getNsp().isEmpty() ? "/" : packet.getNsp();
        if (packet.getSubType() == PacketType.DISCONNECT) {
            session.disconnectNamespace(namespace);
        } else {
            session.write(encode(packet, namespace));
        }
    }

    private static EncodedPacket encode(Packet packet, String namespace) {
        long id = packet.getAckId() == null ? SocketIoEncoder.NO_ID : packet.getAckId();
        List<Object> arguments = packet.getData();
        return switch (packet.getSubType()) {
            case EVENT -> SocketIoEncoder.event(namespace, id, packet.getName(), arguments, false);
            case ACK -> SocketIoEncoder.ack(namespace, id, arguments);
            default -> throw new IllegalArgumentException("The transport itself sends " + packet.getSubType());
        };
    }
}
