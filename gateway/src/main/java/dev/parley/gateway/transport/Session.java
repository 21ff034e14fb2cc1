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
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * One Engine.IO session, and what netty-socketio knows as its client. All of it happens on the event loop that owns it: what
 * is called from elsewhere is done there, in the order of the calls. A polling session is owned by the loop of its first
 * connection; when it upgrades, the websocket's loop takes over.
 */
public final class Session extends ClientHead implements SocketHandle {

    private static final Map<String, List<String>> VERSION =
            Map.of(EngineIOVersion.EIO, List.of(EngineIOVersion.V4.getValue()));

    private final TransportContext host;
    private final String sid;
    private final EngineSession link;
    private Listener listener;
    private volatile Object attachment;

    Session(
            TransportContext host,
            LoopContext loop,
            EngineTransport transport,
            ReleasableHandshake handshake,
            SessionIds ids) {
        super(
                ids.socketId(),
                host.acknowledgements,
                host.disconnects,
                host.configuration.getStoreFactory(),
                handshake,
                host.unused,
                transport == EngineTransport.POLLING ? Transport.POLLING : Transport.WEBSOCKET,
                host.scheduler,
                host.configuration,
                VERSION);
        this.host = host;
        this.sid = ids.secret();
        this.link = new EngineSession(this, host, loop, transport);
    }

    /** The session behind a client that a netty-socketio listener was given. */
    public static Session of(SocketIOClient client) {
        return (Session) ((NamespaceClient) client).getBaseClient();
    }

    /** Begins to poll; the open packet is the answer. Called on the session's loop. */
    void begin(HttpExchange exchange) {
        host.sessions.add(this);
        link.begin(sid, exchange);
        host.pending.add(this, handshake().size());
    }

    /** Begins on a websocket. Called on the session's loop, which is the websocket's. */
    void begin(WebSocketConnection socket) {
        host.sessions.add(this);
        link.begin(sid, socket);
        host.pending.add(this, handshake().size());
    }

    String sid() {
        return sid;
    }

    EngineSession link() {
        return link;
    }

    InetAddress address() {
        return getHandshakeData().getAddress().getAddress();
    }

    private ReleasableHandshake handshake() {
        return (ReleasableHandshake) getHandshakeData();
    }

    /** Ends the session unless it has joined a namespace meanwhile. Any thread. */
    void closeIfPending(DisconnectReason reason) {
        link.run(() -> {
            if (getNamespaces().isEmpty()) {
                link.end(reason);
            }
        });
    }

    TransportContext host() {
        return host;
    }

    /** Keeps one object with the session, for the handlers. */
    public void attach(Object attachment) {
        this.attachment = attachment;
    }

    /** What was attached last; null when nothing was. */
    public <T> T attachment(Class<T> type) {
        return type.cast(attachment);
    }

    /** Ends the session once and for all; any thread, later calls do nothing. */
    public void close(DisconnectReason reason) {
        link.run(() -> link.end(reason));
    }

    /** Whether the session ended, and not because its client or the server wished so. On the session's loop. */
    public boolean isLost() {
        return link.isLost();
    }

    // ---- Recipient

    @Override
    public EventLoop eventLoop() {
        return link.loop().loop();
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
    }

    @Override
    public boolean takesFrames() {
        return link.takesFrames();
    }

    @Override
    public void writeFrames(ByteBuf frames) {
        link.writeFrames(frames);
    }

    /** Any thread. */
    @Override
    public void write(EncodedPacket packet) {
        if (link.isNow()) {
            link.write(packet);
        } else {
            link.run(() -> link.write(packet));
        }
    }

    void beforeWrite() {
        if (listener != null) {
            listener.beforeWrite();
        }
    }

    void moved(LoopContext from, LoopContext to) {
        if (listener != null) {
            listener.moved(from.loop(), to.loop());
        }
    }

    /** The link is over: nothing of the server may remember this session after this. */
    void ended() {
        if (host.sessions.remove(this)) {
            host.admission.release(address());
        }
        host.pending.remove(this);
        super.onChannelDisconnect();
        host.acknowledgements.onDisconnect(this);
        host.disconnects.onDisconnect(this);
        link.messages().ended();
        listener = null;
    }

    // ---- netty-socketio's side of a client

    @Override
    public ChannelFuture send(Packet packet) {
        PacketAdapter.send(packet, this);
        return null;
    }

    @Override
    public ChannelFuture send(Packet packet, Transport transport) {
        return send(packet);
    }

    /** The server sends one namespace's client away. */
    void dismiss(String namespace) {
        link.run(() -> {
            if (!link.isEnded()) {
                link.messages().dismiss(namespace);
            }
        });
    }

    @Override
    public NamespaceClient addNamespaceClient(Namespace namespace) {
        link.joined();
        host.pending.remove(this);
        handshake().release();
        return super.addNamespaceClient(namespace);
    }

    /** An Engine.IO session outlives its namespaces; without any it has its time to join one again. */
    @Override
    public void removeNamespaceClient(NamespaceClient client) {
        getNamespaces().remove(client.getNamespace());
        if (getNamespaces().isEmpty()) {
            link.leftAll();
            if (!link.isEnded()) {
                host.pending.add(this, 0);
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
        return host.acknowledgements;
    }

    @Override
    public Transport getCurrentTransport() {
        return link.socket() == null ? Transport.POLLING : Transport.WEBSOCKET;
    }

    @Override
    public boolean isChannelOpen() {
        return isConnected();
    }

    @Override
    public boolean isWritable() {
        WebSocketConnection socket = link.socket();
        return isConnected() && (socket == null || socket.isWritable());
    }

    /** Deliberate: channels are ours to bind. */
    @Override
    public void bindChannel(Channel channel, Transport transport) {
        throw new UnsupportedOperationException();
    }
}
