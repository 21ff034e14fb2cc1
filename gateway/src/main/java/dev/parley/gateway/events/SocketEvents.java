package dev.parley.gateway.events;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parley.core.id.IdGenerator;
import dev.parley.core.id.UserId;
import dev.parley.gateway.cluster.EmittedEvents;
import dev.parley.gateway.recovery.HandshakeResult;
import dev.parley.gateway.recovery.RecoverableSockets;
import dev.parley.gateway.transport.Session;
import dev.parley.gateway.wire.Reply;
import dev.parley.gateway.wire.WireEvents;
import dev.parley.presence.NodeId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;

/**
 * Binds the endpoints and the {@link UserSessions} to a netty-socketio namespace. An answer is sent as acknowledgement;
 * without one, a refusal is emitted as {@code error}.
 */
public final class SocketEvents {
    private final UserSessions sessions;
    private final Optional<RecoverableSockets> recoverable;
    private final List<Endpoint<?, ?>> endpoints;
    private final RequestDispatcher requests;
    private final EmittedEvents emitted;

    /**
     * @param recoverable empty without connection state recovery
     * @param requestIds name requests in the logs of this node
     */
    public SocketEvents(
            UserSessions sessions,
            Handlers handlers,
            Optional<RecoverableSockets> recoverable,
            NodeId node,
            IdGenerator requestIds,
            MeterRegistry registry) {
        this.sessions = sessions;
        this.recoverable = recoverable;
        this.endpoints = handlers.endpoints();
        this.requests = new RequestDispatcher(node, requestIds, registry);
        this.emitted = new EmittedEvents(registry);
    }

    public void bindTo(SocketIONamespace namespace) {
        namespace.addConnectListener(this::connected);
        namespace.addDisconnectListener(this::disconnected);
        endpoints.forEach(endpoint -> bind(namespace, endpoint));
    }

    /** Answers an event that no endpoint has. Clients of other namespaces are not answered. */
    public void unknown(SocketIOClient client, String event, AckRequest ack) {
        Session.of(client)
                .attachment(Connection.class)
                .ifPresent(connection ->
                        deliver(connection, UnknownEvent.name(event), requests.answerUnknown(connection, event), ack));
    }

    /** The user of a session; empty while it has none. */
    public static Optional<UserId> userOf(Session session) {
        return session.attachment(Connection.class).flatMap(Connection::userId);
    }

    private void connected(SocketIOClient client) {
        Session session = Session.of(client);
        HandshakeResult handshake = session.attachment(HandshakeResult.class).orElseThrow();
        Connection connection = sessions.open(session, new NettySocketOutput(client, emitted), handshake);
        recoverable.ifPresent(sockets -> sockets.opened(connection.member(), connection::userId, handshake));
    }

    private void disconnected(SocketIOClient client) {
        Connection connection = connectionOf(client);
        boolean isLost = Session.of(client).isLost();
        recoverable.ifPresent(sockets -> sockets.closed(connection.member(), isLost));
        sessions.close(connection);
    }

    private void bind(SocketIONamespace namespace, Endpoint<?, ?> endpoint) {
        namespace.addEventListener(
                endpoint.event().name(),
                JsonNode.class,
                (client, argument, ack) -> answer(connectionOf(client), endpoint, argument, ack));
    }

    private void answer(Connection connection, Endpoint<?, ?> endpoint, JsonNode argument, AckRequest ack) {
        JsonNode payload = argument == null ? MissingNode.getInstance() : argument;
        requests.answer(connection, endpoint, payload)
                .thenAccept(reply -> deliver(connection, endpoint.event().name(), reply, ack));
    }

    private static void deliver(Connection connection, String event, Reply reply, AckRequest ack) {
        if (ack.isAckRequested()) {
            ack.sendAckData(reply);
        } else if (reply instanceof Reply.Refused refused) {
            connection.output().emit(WireEvents.ERROR, refused.error().asEvent(event));
        }
    }

    private static Connection connectionOf(SocketIOClient client) {
        return Session.of(client).attachment(Connection.class).orElseThrow();
    }
}
