package dev.parley.gateway.transport;

import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.corundumstudio.socketio.transport.NamespaceClient;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.gateway.engineio.MalformedInputException;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import dev.parley.gateway.socketio.SocketIoState;
import dev.parley.gateway.socketio.SocketPacket;
import dev.parley.gateway.transport.limits.ByteBudget;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.loop.LoopContext;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Socket.IO over one session, handed on to netty-socketio's namespaces and their listeners. */
final class SocketIoConnection implements EngineSessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(SocketIoConnection.class);
    private static final long MILLIS_PER_CONNECT = 1_000;
    private static final ConnectDecision UNAVAILABLE = new ConnectDecision.Refused("unavailable", Map.of());

    /** What all sessions share. */
    record Shared(
            NamespacesHub namespaces,
            ConnectAuthorizer authorizer,
            EventArgumentTypes types,
            UnknownEventListener unknownEvents) {}

    private final Session session;
    private final Shared shared;
    private final SocketIoState state = new SocketIoState();
    /** When the CONNECT packets so far are used up at one each second, in milliseconds of {@link LoopContext}. */
    private long connectsPaidAt;
    /** Null until the first binary packet. */
    private ByteBudget.Account attachments;

    SocketIoConnection(Session session, Shared shared) {
        this.session = session;
        this.shared = shared;
    }

    @Override
    public void text(byte[] packet) throws MalformedInputException {
        act(state.text(packet, 1, limits().attachments()));
    }

    @Override
    public void binary(byte[] data) throws MalformedInputException {
        SocketPacket packet = state.binary(data);
        charge(state.attachmentBytes());
        act(packet);
    }

    private void charge(long bytes) {
        if (bytes > limits().memory().attachments()) {
            session.close(DisconnectReason.TOO_LARGE);
            return;
        }
        if (attachments == null) {
            attachments = session.context().inbound.open(() -> session.close(DisconnectReason.TOO_MUCH_MEMORY));
        }
        attachments.set(bytes);
    }

    @Override
    public void ended() {
        if (attachments != null) {
            attachments.set(0);
        }
        state.discard();
    }

    private void act(SocketPacket packet) {
        if (packet == null) {
            return;
        }
        switch (packet.type()) {
            case CONNECT -> connect(packet);
            case DISCONNECT -> disconnect(packet.namespace());
            case EVENT, BINARY_EVENT -> event(packet);
            case ACK, BINARY_ACK -> acknowledge(packet);
            case CONNECT_ERROR -> throw new IllegalStateException("never decoded");
        }
    }

    // ---- connecting

    private void connect(SocketPacket packet) {
        if (!mayConnect()) {
            session.close(DisconnectReason.TOO_MANY_CONNECTS);
            return;
        }
        String name = packet.namespace();
        if (namespace(name) == null) {
            write(SocketIoEncoder.connectError(name, Map.of("message", "Invalid namespace")));
            return;
        }
        if (client(name) != null) {
            disconnect(name); // it connects again without having waited for the first answer
        }
        state.asked(packet);
        JsonNode auth = packet.data() == null ? JsonNodeFactory.instance.objectNode() : packet.data();
        var request = new ConnectRequest(name, auth, session.address(), session.getHandshakeData(), session);
        CompletableFuture<ConnectDecision> answer = ask(request).toCompletableFuture();
        if (answer.isDone()) {
            answer.whenComplete((decision, failure) -> answered(name, decision, failure));
        } else {
            await(name, answer);
        }
    }

    private boolean mayConnect() {
        long now = LoopContext.now();
        connectsPaidAt = Math.max(connectsPaidAt, now) + MILLIS_PER_CONNECT;
        return connectsPaidAt - now <= limits().connects() * MILLIS_PER_CONNECT;
    }

    private CompletionStage<ConnectDecision> ask(ConnectRequest request) {
        try {
            return shared.authorizer().authorize(request);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The first of answer and deadline counts. */
    private void await(String name, CompletableFuture<ConnectDecision> answer) {
        var first = new CompletableFuture<ConnectDecision>();
        Future<?> deadline = session.eventLoop()
                .schedule(
                        () -> first.complete(UNAVAILABLE),
                        limits().timeouts().authorization().toMillis(),
                        TimeUnit.MILLISECONDS);
        first.whenComplete((decision, failure) -> session.engine().run(() -> answered(name, decision, failure)));
        answer.whenComplete((decision, failure) -> {
            deadline.cancel(false);
            if (failure != null) {
                first.completeExceptionally(failure);
            } else if (!first.complete(decision)) {
                decision.discard();
            }
        });
    }

    private void answered(String name, ConnectDecision decision, Throwable failure) {
        if (!session.isConnected()) {
            if (failure == null) {
                decision.discard();
            }
            return;
        }
        if (failure != null) {
            LOG.error("A client was refused because its authorizer failed", failure);
        }
        if (failure == null && decision instanceof ConnectDecision.Accepted accepted) {
            enter(name, accepted);
        } else {
            refuse(name, (ConnectDecision.Refused) (failure == null ? decision : UNAVAILABLE));
        }
    }

    private void enter(String name, ConnectDecision.Accepted accepted) {
        session.attach(accepted.attachment());
        Namespace namespace = namespace(name);
        state.accepted(name);
        NamespaceClient client = session.addNamespaceClient(namespace);
        write(accepted.recovery()
                .map(recovery -> SocketIoEncoder.connect(name, recovery.socketId(), recovery.pid()))
                .orElseGet(() ->
                        SocketIoEncoder.connect(name, session.getSessionId().toString())));
        if (session.isConnected()) {
            namespace.onConnect(client);
        }
    }

    private void refuse(String name, ConnectDecision.Refused refused) {
        state.refused(name);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", refused.message());
        if (!refused.data().isEmpty()) {
            error.put("data", refused.data());
        }
        write(SocketIoEncoder.connectError(name, error));
    }

    // ---- disconnecting

    private void disconnect(String name) {
        state.left(name);
        client(name).onDisconnect();
    }

    @Override
    public void disconnectNamespace(String name) {
        NamespaceClient client = client(name);
        if (client != null) {
            state.disconnected(name);
            write(SocketIoEncoder.disconnect(name));
            client.onDisconnect();
        }
    }

    @Override
    public void sendDisconnects() {
        for (Namespace namespace : session.getNamespaces()) {
            write(SocketIoEncoder.disconnect(namespace.getName()));
        }
    }

    // ---- events

    private void event(SocketPacket packet) {
        String event = packet.data().get(0).asText();
        NamespaceClient client = client(packet.namespace());
        Namespace namespace = client.getNamespace();
        AckRequest ack = new AckRequest(request(packet), client);
        if (!shared.types().isDeclared(namespace.getName(), event)) {
            shared.unknownEvents().unknown(client, event, ack);
            return;
        }
        try {
            var arguments = shared.types().arguments(namespace.getName(), event, packet.data());
            namespace.onEvent(client, event, arguments, ack);
        } catch (JsonProcessingException e) {
            LOG.debug("Event {} is not what its listener declared: {}", event, e.getOriginalMessage());
            session.context().metrics.dropped(TransportMetrics.EVENT_TYPE);
        }
    }

    /** What an {@link AckRequest} answers to. */
    private static Packet request(SocketPacket packet) {
        var request = new Packet(PacketType.MESSAGE, EngineIOVersion.V4);
        request.setAckId(packet.id() == SocketIoEncoder.NO_ID ? null : packet.id());
        return request;
    }

    private void acknowledge(SocketPacket packet) {
        try {
            session.context().acknowledgements.answered(client(packet.namespace()), packet.id(), packet.data());
        } catch (JsonProcessingException e) {
            LOG.debug("Acknowledgement is not what its callback declared: {}", e.getOriginalMessage());
            session.context().metrics.dropped(TransportMetrics.ACKNOWLEDGEMENT_TYPE);
        }
    }

    /**
     * Deliberate: not {@code session.write}, which queues behind what waits for its turn. The state changes now, and its packet
     * belongs to it: what waits may be the end of the session.
     */
    private void write(EncodedPacket packet) {
        session.engine().write(packet);
    }

    private NamespaceClient client(String name) {
        Namespace namespace = namespace(name);
        return namespace == null ? null : session.getChildClient(namespace);
    }

    private Namespace namespace(String name) {
        return shared.namespaces().get(name.equals("/") ? Namespace.DEFAULT_NAME : name);
    }

    private TransportLimits limits() {
        return session.context().limits;
    }
}
