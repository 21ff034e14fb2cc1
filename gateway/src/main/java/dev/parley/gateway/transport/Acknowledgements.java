package dev.parley.gateway.transport;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.MultiTypeAckCallback;
import com.corundumstudio.socketio.ack.AckManager;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.corundumstudio.socketio.scheduler.CancelableScheduler;
import com.corundumstudio.socketio.transport.NamespaceClient;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.socketio.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** netty-socketio's acknowledgement callbacks, with answers that arrive as JSON, and none kept for a session that is gone. */
final class Acknowledgements extends AckManager {

    private final SessionRegistry sessions;

    Acknowledgements(CancelableScheduler timeouts, SessionRegistry sessions) {
        super(timeouts);
        this.sessions = sessions;
    }

    @Override
    public long registerAck(UUID socketId, AckCallback<?> callback) {
        Session session = sessions.find(socketId);
        if (session == null) {
            callback.onTimeout();
            return 0;
        }
        long id = super.registerAck(socketId, callback);
        if (!session.isConnected()) {
            onDisconnect(session);
        }
        return id;
    }

    /**
     * The client acknowledged packet {@code id}. An unknown id is ignored: it may have timed out.
     *
     * @throws JsonProcessingException the answer does not match the callback, which stays and will time out
     */
    void answered(NamespaceClient client, long id, JsonNode args) throws JsonProcessingException {
        AckCallback<?> callback = getCallback(client.getSessionId(), id);
        if (callback == null) {
            return;
        }
        var packet = new Packet(PacketType.MESSAGE, client.getEngineIOVersion());
        packet.setSubType(PacketType.ACK);
        packet.setAckId(id);
        packet.setData(arguments(callback, args));
        onAck(client, packet);
    }

    private static List<Object> arguments(AckCallback<?> callback, JsonNode args) throws JsonProcessingException {
        Class<?>[] types = callback instanceof MultiTypeAckCallback several
                ? several.getResultClasses()
                : new Class<?>[] {callback.getResultClass()};
        List<Object> arguments = new ArrayList<>(types.length);
        for (int i = 0; i < Math.min(types.length, args.size()); i++) {
            arguments.add(types[i] == Void.class ? null : Json.MAPPER.treeToValue(args.get(i), types[i]));
        }
        return arguments;
    }
}
