package dev.parley.gateway.admin;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import dev.parley.gateway.transport.Session;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** The admins that are connected to this node. Any thread. */
final class AdminNamespace {
    private static final List<String> FEATURES = List.of("AGGREGATED_EVENTS", "ALL_EVENTS");
    private static final List<String> COMMAND_FEATURES =
            List.of("EMIT", "JOIN", "LEAVE", "DISCONNECT", "MJOIN", "MLEAVE", "MDISCONNECT");

    private final AdminCommands commands;
    private final List<String> features;
    private final ConcurrentMap<UUID, Session> admins = new ConcurrentHashMap<>();
    private Runnable arrived = () -> {};
    private Runnable emptied = () -> {};

    AdminNamespace(AdminCommands commands) {
        this.commands = commands;
        this.features = commands.areAllowed()
                ? Stream.concat(COMMAND_FEATURES.stream(), FEATURES.stream()).toList()
                : FEATURES;
    }

    /**
     * @param arrived run for each admin who connects
     * @param emptied run when the last one has disconnected
     */
    void bindTo(SocketIONamespace namespace, Runnable arrived, Runnable emptied) {
        this.arrived = arrived;
        this.emptied = emptied;
        namespace.addConnectListener(this::connected);
        namespace.addDisconnectListener(this::disconnected);
        for (String command : AdminCommands.NAMES) {
            namespace.addMultiTypeEventListener(
                    command,
                    (client, arguments, ack) -> run(command, client, arguments.getArgs(), ack),
                    JsonNode.class,
                    JsonNode.class,
                    JsonNode.class);
        }
    }

    private void connected(SocketIOClient client) {
        Session admin = Session.of(client);
        admins.put(admin.id(), admin);
        admin.attachment(AdminAttachment.class)
                .flatMap(AdminAttachment::newSession)
                .ifPresent(id -> admin.write(packet("session", id)));
        admin.write(packet("config", Map.of("supportedFeatures", features)));
        arrived.run();
    }

    private void disconnected(SocketIOClient client) {
        admins.remove(Session.of(client).id());
        if (!hasAdmins()) {
            emptied.run();
        }
    }

    private void run(String command, SocketIOClient client, List<Object> arguments, AckRequest ack) {
        String user = Session.of(client)
                .attachment(AdminAttachment.class)
                .map(AdminAttachment::user)
                .orElse("");
        Map<String, Object> answer = commands.run(
                user, command, arguments.stream().map(JsonNode.class::cast).toList());
        if (ack.isAckRequested()) {
            ack.sendAckData(answer);
        }
    }

    boolean hasAdmins() {
        return !admins.isEmpty();
    }

    int count() {
        return admins.size();
    }

    List<SocketView> sockets() {
        return admins.values().stream()
                .map(admin -> SocketView.of(admin, admin.id().toString(), AdminFrames.ADMIN, Map.of(), List.of()))
                .toList();
    }

    /** Tells every admin of this node; one that reads slowly misses it. @param event its name and arguments */
    void tell(List<?> event) {
        if (hasAdmins()) {
            EncodedPacket packet = SocketIoEncoder.event(
                    AdminFrames.ADMIN,
                    SocketIoEncoder.NO_ID,
                    event.get(0) instanceof JsonNode name
                            ? name.asText()
                            : event.get(0).toString(),
                    event.subList(1, event.size()),
                    true);
            admins.values().forEach(admin -> admin.write(packet));
        }
    }

    /** Tells all sockets of the cluster to every admin of this node. */
    void tellSockets(List<?> sockets) {
        EncodedPacket packet = packet("all_sockets", sockets);
        admins.values().forEach(admin -> admin.write(packet));
    }

    private static EncodedPacket packet(String event, Object argument) {
        return SocketIoEncoder.encode(AdminFrames.ADMIN, event, argument);
    }
}
