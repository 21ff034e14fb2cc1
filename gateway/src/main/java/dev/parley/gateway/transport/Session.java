package dev.parley.gateway.transport;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.ack.AckManager;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.transport.NamespaceClient;
import dev.parley.gateway.engineio.EngineTransport;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.http.HttpExchange;
import dev.parley.gateway.transport.loop.LoopContext;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One Engine.IO session, which netty-socketio knows as a client. Calls from other threads run on the event loop that owns the session, in the
 * order of the calls. That is the loop of the first connection; the websocket of an upgrade moves there.
 */
public final class Session extends ClientHead implements SocketHandle {

    private static final Map<String, List<String>> VERSION =
            Map.of(EngineIOVersion.EIO, List.of(EngineIOVersion.V4.getValue()));

    private final TransportContext context;
    private final String sid;
    private final EngineSession engine;
    private Listener listener;
    private volatile SessionAttachment attachment;

    Session(
            TransportContext context,
            LoopContext loop,
            EngineTransport transport,
            ReleasableHandshake handshake,
            SessionIds ids) {
        super(
                ids.socketId(),
                context.acknowledgements,
                context.disconnects,
                context.configuration.getStoreFactory(),
                handshake,
                context.unused,
                transport == EngineTransport.POLLING ? Transport.POLLING : Transport.WEBSOCKET,
                context.scheduler,
                context.configuration,
                VERSION);
        this.context = context;
        this.sid = ids.secret();
        this.engine = new EngineSession(this, context, loop, transport);
    }

    /** The session behind a client that a netty-socketio listener was given. */
    public static Session of(SocketIOClient client) {
        return (Session) ((NamespaceClient) client).getBaseClient();
    }

    /** Begins to poll; the open packet is the answer. Called on the session's loop. */
    void begin(HttpExchange exchange) {
        context.sessions.add(this);
        engine.begin(sid, exchange);
        context.pending.add(this, handshake().size());
    }

    /** Begins on a websocket. Called on the session's loop, which is the websocket's. */
    void begin(WebSocketConnection socket) {
        context.sessions.add(this);
        engine.begin(sid, socket);
        context.pending.add(this, handshake().size());
    }

    String sid() {
        return sid;
    }

    EngineSession engine() {
        return engine;
    }

    InetAddress address() {
        return getHandshakeData().getAddress().getAddress();
    }

    private ReleasableHandshake handshake() {
        return (ReleasableHandshake) getHandshakeData();
    }

    /** Ends the session unless it is in a namespace. Any thread. */
    void closeIfPending(DisconnectReason reason) {
        engine.run(() -> {
            if (getNamespaces().isEmpty()) {
                engine.end(reason);
            }
        });
    }

    TransportContext context() {
        return context;
    }

    /** Replaces the attachment. */
    public void attach(SessionAttachment attachment) {
        this.attachment = attachment;
    }

    /** The attachment, when it is a {@code type}; empty before the first one. */
    public <T extends SessionAttachment> Optional<T> attachment(Class<T> type) {
        return Optional.ofNullable(attachment).flatMap(current -> current.as(type));
    }

    /** Later calls do nothing. */
    @Override
    public void close(DisconnectReason reason) {
        engine.run(() -> engine.end(reason));
    }

    /** Whether the session was lost rather than closed by its client or the server. On the session's loop. */
    public boolean isLost() {
        return engine.isLost();
    }

    // ---- Recipient

    @Override
    public EventLoop eventLoop() {
        return engine.loop().loop();
    }

    @Override
    public UUID id() {
        return getSessionId();
    }

    @Override
    public Optional<DisconnectReason> endReason() {
        return engine.endReason();
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
    }

    @Override
    public boolean takesFrames() {
        return engine.takesFrames();
    }

    @Override
    public void writeFrames(ByteBuf frames) {
        engine.writeFrames(frames);
    }

    /** Any thread. */
    @Override
    public void write(EncodedPacket packet) {
        if (engine.isNow()) {
            engine.write(packet);
        } else {
            engine.run(() -> engine.write(packet));
        }
    }

    void beforeWrite() {
        if (listener != null) {
            listener.beforeWrite();
        }
    }

    /** Removes every reference to the session. Called once, when it has closed. */
    void ended() {
        if (context.sessions.remove(this)) {
            context.admission.release(address());
        }
        context.pending.remove(this);
        super.onChannelDisconnect();
        context.acknowledgements.onDisconnect(this);
        context.disconnects.onDisconnect(this);
        engine.messages().ended();
        listener = null;
    }

    // ---- netty-socketio's side of a client

    /** Encodes on the caller's thread, so that what cannot be encoded fails there. */
    @Override
    public ChannelFuture send(Packet packet) {
        if (PacketAdapter.isDisconnect(packet)) {
            disconnectNamespace(PacketAdapter.namespaceOf(packet));
        } else {
            write(PacketAdapter.encode(packet));
        }
        return null;
    }

    @Override
    public ChannelFuture send(Packet packet, Transport transport) {
        return send(packet);
    }

    /** Disconnects the client from one namespace. Any thread. */
    void disconnectNamespace(String namespace) {
        engine.run(() -> {
            if (!engine.isEnded()) {
                engine.messages().disconnectNamespace(namespace);
            }
        });
    }

    @Override
    public NamespaceClient addNamespaceClient(Namespace namespace) {
        engine.joined();
        context.pending.remove(this);
        handshake().release();
        return super.addNamespaceClient(namespace);
    }

    /** An Engine.IO session outlives its namespaces; without any it has its time to join one again. */
    @Override
    public void removeNamespaceClient(NamespaceClient client) {
        getNamespaces().remove(client.getNamespace());
        if (getNamespaces().isEmpty()) {
            engine.leftAll();
            if (!engine.isEnded()) {
                context.pending.add(this, 0);
            }
        }
    }

    @Override
    public void disconnect() {
        close(DisconnectReason.SERVER_DISCONNECT);
    }

    @Override
    public void onChannelDisconnect() {
        close(DisconnectReason.TRANSPORT_CLOSE);
    }

    @Override
    public AckManager getAckManager() {
        return context.acknowledgements;
    }

    @Override
    public Transport getCurrentTransport() {
        return engine.socket() == null ? Transport.POLLING : Transport.WEBSOCKET;
    }

    @Override
    public boolean isChannelOpen() {
        return isConnected();
    }

    @Override
    public boolean isWritable() {
        WebSocketConnection socket = engine.socket();
        return isConnected() && (socket == null || socket.isWritable());
    }

    /** Deliberate: channels are ours to bind. */
    @Override
    public void bindChannel(Channel channel, Transport transport) {
        throw new UnsupportedOperationException();
    }
}
