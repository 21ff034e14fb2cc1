package dev.parley.gateway.transport;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.ack.AckManager;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.transport.NamespaceClient;
import dev.parley.gateway.engineio.EngineError;
import dev.parley.gateway.engineio.EnginePacketType;
import dev.parley.gateway.engineio.EngineState;
import dev.parley.gateway.engineio.EngineTransport;
import dev.parley.gateway.engineio.MalformedInputException;
import dev.parley.gateway.engineio.OpenPacket;
import dev.parley.gateway.engineio.PollingPayload;
import dev.parley.gateway.socketio.EncodedPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Engine.IO session, and what netty-socketio knows as its client. All of it happens on the event loop that owns it: what
 * is called from elsewhere is done there, in the order of the calls. A polling session is owned by the loop of its first
 * connection; when it upgrades, the websocket's loop takes over.
 */
public final class Session extends ClientHead implements Recipient {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Map<String, List<String>> VERSION =
            Map.of(EngineIOVersion.EIO, List.of(EngineIOVersion.V4.getValue()));
    private static final EncodedPacket PING = new EncodedPacket(EnginePacketType.PING.bare());
    private static final EncodedPacket PROBE_ANSWER = new EncodedPacket("3probe".getBytes(StandardCharsets.US_ASCII));

    /** Lets an upgrade packet that is already on its way overtake the noop that would make the client send another poll. */
    private static final long NOOP_DELAY_MILLIS = 20;

    private final SessionHost host;
    private final String sid;
    private final EngineState engine;
    private final Ownership ownership;
    private final Lifeline lifeline;
    private final EngineMessages messages;
    private Outbound out;
    /** The websocket in use; null while polling. */
    private WebSocketConnection socket;

    private Upgrade upgrade;
    private Listener listener;
    private boolean isUnflushed;
    private boolean isEnded;
    private volatile Object attachment;

    private Session(
            SessionHost host,
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
        this.sid = ids.sid();
        this.engine = new EngineState(transport);
        this.ownership = new Ownership(loop);
        this.lifeline = new Lifeline(this, host.limits, LoopContext.now());
        this.messages = host.protocol.apply(this);
    }

    /** The session behind a client that a netty-socketio listener was given. */
    public static Session of(SocketIOClient client) {
        return (Session) ((NamespaceClient) client).getBaseClient();
    }

    /** Begins a session that polls; the open packet is the answer. Called on {@code loop}. */
    static Session poll(
            SessionHost host, LoopContext loop, ReleasableHandshake handshake, SessionIds ids, HttpExchange exchange) {
        var session = new Session(host, loop, EngineTransport.POLLING, handshake, ids);
        session.out = new PollingOutbound(host.limits);
        session.begin();
        exchange.handshake(session.sid(), session.openPacket(true));
        return session;
    }

    /** Begins a session on a websocket. Called on its loop. */
    static Session open(
            SessionHost host,
            LoopContext loop,
            ReleasableHandshake handshake,
            SessionIds ids,
            WebSocketConnection socket) {
        var session = new Session(host, loop, EngineTransport.WEBSOCKET, handshake, ids);
        session.socket = socket;
        session.out = socket.outbound();
        session.begin();
        session.push(new EncodedPacket(session.openPacket(false)));
        return session;
    }

    private void begin() {
        host.sessions.add(this);
        host.metrics.opened(engine.transport().wireName());
        lifeline.startIn(loop().deadlines());
    }

    private byte[] openPacket(boolean canUpgrade) {
        TransportLimits limits = host.limits;
        boolean mayUpgrade = canUpgrade && host.configuration.getTransports().contains(Transport.WEBSOCKET);
        return OpenPacket.encode(
                sid,
                mayUpgrade,
                limits.pingInterval().toMillis(),
                limits.pingTimeout().toMillis(),
                limits.maxPayload());
    }

    String sid() {
        return sid;
    }

    InetAddress address() {
        return getHandshakeData().getAddress().getAddress();
    }

    SessionHost host() {
        return host;
    }

    private LoopContext loop() {
        return ownership.owner();
    }

    /** Runs on the owning loop, now or in turn. */
    void run(Runnable task) {
        ownership.run(task);
    }

    /** Keeps one object with the session, for the handlers. */
    public void attach(Object attachment) {
        this.attachment = attachment;
    }

    /** What was attached last; null when nothing was. */
    public <T> T attachment(Class<T> type) {
        return type.cast(attachment);
    }

    // ---- Recipient

    @Override
    public EventLoop eventLoop() {
        return ownership.loop();
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
    }

    @Override
    public boolean takesFrames() {
        return ownership.isNow() && socket != null && socket.outbound().takesFrames();
    }

    @Override
    public void writeFrames(ByteBuf frames) {
        if (isEnded) {
            frames.release();
            return;
        }
        WebSocketOutbound outbound = socket.outbound();
        if (outbound.backlog() == Outbound.Backlog.FULL) {
            frames.release();
            end(DisconnectReason.SLOW_READER);
            return;
        }
        outbound.writeFrames(frames);
        host.metrics.sent();
        flushAtEnd();
    }

    /** Any thread. */
    @Override
    public void write(EncodedPacket packet) {
        if (ownership.isNow()) {
            writeNow(packet);
        } else {
            ownership.run(() -> writeNow(packet));
        }
    }

    private void writeNow(EncodedPacket packet) {
        if (isEnded) {
            return;
        }
        if (listener != null) {
            listener.beforeWrite();
        }
        Outbound.Backlog backlog = out.backlog();
        if (backlog == Outbound.Backlog.FULL) {
            end(DisconnectReason.SLOW_READER);
        } else if (backlog == Outbound.Backlog.SLOW && packet.isVolatile()) {
            host.metrics.dropped("volatile");
        } else {
            host.metrics.sent();
            push(packet);
        }
    }

    private void push(EncodedPacket packet) {
        out.write(packet);
        flushAtEnd();
    }

    private void flushAtEnd() {
        if (!isUnflushed) {
            isUnflushed = true;
            loop().flushAtEnd(this);
        }
    }

    /** Called at the end of a pass of {@code by}, which may have lost the session meanwhile. */
    void flush(LoopContext by) {
        if (by == loop()) {
            isUnflushed = false;
            out.flush();
        }
    }

    // ---- heartbeat

    void ping() {
        push(PING);
        rearm();
    }

    void rearm() {
        lifeline.startIn(loop().deadlines());
    }

    // ---- polling

    /** A poll; answered when there is something to say. Any thread. */
    void poll(HttpExchange exchange) {
        run(() -> pollNow(exchange));
    }

    private void pollNow(HttpExchange exchange) {
        if (isEnded) {
            pollAfterEnd(exchange);
        } else if (lifeline.isOverdue(LoopContext.now())) {
            end(DisconnectReason.PING_TIMEOUT);
            exchange.error(EngineError.UNKNOWN_SID);
        } else if (!(out instanceof PollingOutbound polling)) {
            exchange.error(EngineError.BAD_REQUEST);
        } else if (polling.isPolled()) {
            end(DisconnectReason.DUPLICATE_POLL);
            exchange.error(EngineError.BAD_REQUEST);
        } else {
            polling.poll(exchange);
            polling.flush();
            releasePollSoon();
        }
    }

    /** Gives a client that was sent away the packets that say so. */
    private void pollAfterEnd(HttpExchange exchange) {
        if (out instanceof PollingOutbound polling && !polling.isEmpty()) {
            polling.poll(exchange);
            polling.flush();
            host.sessions.endLinger(this);
        } else {
            exchange.error(EngineError.UNKNOWN_SID);
        }
    }

    /** The connection of a poll was closed before it was answered. Any thread. */
    void pollAborted(HttpExchange exchange) {
        run(() -> {
            if (out instanceof PollingOutbound polling && polling.isPolledBy(exchange)) {
                polling.forgetPoll();
                end(DisconnectReason.POLL_ABORTED);
            }
        });
    }

    /** A payload of the client; answered when all of it was heard. Any thread. */
    void receive(HttpExchange exchange, byte[] payload) {
        run(() -> receiveNow(exchange, payload));
    }

    private void receiveNow(HttpExchange exchange, byte[] payload) {
        if (isEnded) {
            exchange.error(EngineError.UNKNOWN_SID);
        } else if (!engine.isPolling()) {
            exchange.error(EngineError.BAD_REQUEST);
        } else if (hears(() -> PollingPayload.decode(payload, new PolledPackets()))) {
            exchange.ok();
        } else {
            exchange.error(EngineError.BAD_REQUEST);
        }
    }

    private final class PolledPackets implements PollingPayload.Packets {
        @Override
        public void text(byte[] packet) throws MalformedInputException {
            hearText(packet, EngineTransport.POLLING);
        }

        @Override
        public void binary(byte[] data) throws MalformedInputException {
            hearBinary(data, EngineTransport.POLLING);
        }
    }

    // ---- websocket

    /** A websocket asks to take over. Any thread. */
    void offer(WebSocketConnection offered) {
        run(() -> {
            if (isEnded || !engine.offerWebSocket()) {
                offered.close(WebSocketConnection.NORMAL);
            } else {
                upgrade = new Upgrade(offered, loop(), host.limits, () -> run(() -> withdraw(offered)));
            }
        });
    }

    /** A text message of a websocket. Called on the websocket's loop. */
    void receive(WebSocketConnection from, byte[] packet) {
        if (ownership.isNow()) {
            receiveNow(from, packet);
        } else {
            ownership.run(() -> receiveNow(from, packet));
        }
    }

    private void receiveNow(WebSocketConnection from, byte[] packet) {
        if (isMine(from)) {
            hears(() -> hearText(packet, EngineTransport.WEBSOCKET));
        }
    }

    /** A binary message of a websocket. Called on the websocket's loop. */
    void receiveBinary(WebSocketConnection from, byte[] data) {
        run(() -> {
            if (isMine(from)) {
                hears(() -> hearBinary(data, EngineTransport.WEBSOCKET));
            }
        });
    }

    /** The websocket is closed, or failed in a way that only closing mends. Any thread. */
    void failed(WebSocketConnection from, DisconnectReason reason) {
        run(() -> {
            if (from == socket || (isMine(from) && reason == DisconnectReason.MALFORMED)) {
                end(reason);
            } else {
                withdraw(from);
            }
        });
    }

    private void withdraw(WebSocketConnection from) {
        if (upgrade != null && upgrade.socket() == from) {
            engine.withdrawWebSocket();
            upgrade.abandon();
            upgrade = null;
        }
    }

    private boolean isMine(WebSocketConnection from) {
        return !isEnded && (from == socket || (upgrade != null && upgrade.socket() == from));
    }

    // ---- what the client says

    private interface Hearing {
        void hear() throws MalformedInputException;
    }

    /** False when it was malformed, and the session is over. */
    private boolean hears(Hearing hearing) {
        try {
            hearing.hear();
            return true;
        } catch (MalformedInputException e) {
            LOG.debug("Session closed: {}", e.getMessage());
            end(DisconnectReason.MALFORMED);
        } catch (RuntimeException e) {
            LOG.error("Session closed by a failure of ours", e);
            end(DisconnectReason.INTERNAL);
        }
        return false;
    }

    private void hearText(byte[] packet, EngineTransport via) throws MalformedInputException {
        if (isEnded) {
            return;
        }
        switch (engine.received(packet, via)) {
            case DELIVER -> {
                host.metrics.received();
                messages.text(packet);
            }
            case PONG -> pong();
            case PROBED -> probed();
            case UPGRADED -> upgraded();
            case CLOSE -> end(DisconnectReason.CLIENT_CLOSE);
            case NOTHING -> {}
        }
    }

    private void hearBinary(byte[] data, EngineTransport via) throws MalformedInputException {
        if (!isEnded) {
            engine.receivedBinary(via);
            host.metrics.received();
            messages.binary(data);
        }
    }

    private void pong() {
        lifeline.pong(loop().deadlines(), LoopContext.now());
        for (Namespace namespace : getNamespaces()) {
            namespace.onPong(getChildClient(namespace));
        }
    }

    private void probed() {
        upgrade.socket().send(PROBE_ANSWER);
        releasePollSoon();
    }

    /** While the client upgrades, a poll must not wait: it is the last one, and the client waits for its end. */
    private void releasePollSoon() {
        if (engine.isProbed()) {
            ownership.loop().schedule(() -> run(this::releasePoll), NOOP_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void releasePoll() {
        if (engine.isProbed() && out instanceof PollingOutbound polling) {
            polling.release();
        }
    }

    /** From here on the websocket's loop owns the session; nothing happens to it until it has arrived there. */
    private void upgraded() {
        var polling = (PollingOutbound) out;
        polling.refusePoll();
        upgrade.done();
        LoopContext from = loop();
        LoopContext to = host.loop(upgrade.socket().loop());
        from.deadlines().cancel(lifeline);
        if (from == to) {
            arrived(polling);
            return;
        }
        ownership.moveTo(to, () -> {
            if (listener != null) {
                listener.moved(from.loop(), to.loop());
            }
            arrived(polling);
        });
    }

    private void arrived(PollingOutbound polling) {
        socket = upgrade.socket();
        upgrade = null;
        out = socket.outbound();
        isUnflushed = false;
        polling.moveTo(out);
        flushAtEnd();
        rearm();
        host.metrics.upgraded();
    }

    // ---- the end

    /** Ends the session once and for all; any thread, later calls do nothing. */
    public void close(DisconnectReason reason) {
        run(() -> end(reason));
    }

    private void end(DisconnectReason reason) {
        if (isEnded) {
            return;
        }
        if (reason.tellsClient()) {
            messages.farewell();
        }
        isEnded = true;
        loop().deadlines().cancel(lifeline);
        host.sessions.remove(this);
        host.metrics.closed(engine.transport().wireName(), reason);
        super.onChannelDisconnect();
        host.acknowledgements.onDisconnect(this);
        host.disconnects.onDisconnect(this);
        endTransport(reason);
        listener = null;
    }

    private void endTransport(DisconnectReason reason) {
        if (upgrade != null) {
            upgrade.abandon();
            upgrade = null;
        }
        if (!(out instanceof PollingOutbound polling)) {
            socket.close(WebSocketConnection.statusOf(reason));
        } else if (reason == DisconnectReason.CLIENT_CLOSE) {
            polling.release();
        } else {
            polling.close(WebSocketConnection.NORMAL);
            if (reason.tellsClient() && !polling.isEmpty()) {
                linger();
            }
        }
    }

    /** What tells the client that it was sent away waits a little longer for its next poll. */
    private void linger() {
        host.sessions.linger(this);
        long time = host.limits.lingerTimeout().toMillis();
        ownership.loop().schedule(() -> host.sessions.endLinger(this), time, TimeUnit.MILLISECONDS);
    }

    // ---- netty-socketio's side of a client

    @Override
    public ChannelFuture send(Packet packet) {
        LibraryPackets.send(packet, this);
        return null;
    }

    @Override
    public ChannelFuture send(Packet packet, Transport transport) {
        return send(packet);
    }

    /** The server sends one namespace's client away. */
    void dismiss(String namespace) {
        run(() -> {
            if (!isEnded && messages instanceof SocketIoMessages socketIo) {
                socketIo.dismiss(namespace);
            }
        });
    }

    @Override
    public NamespaceClient addNamespaceClient(Namespace namespace) {
        lifeline.joined();
        ((ReleasableHandshake) getHandshakeData()).release();
        return super.addNamespaceClient(namespace);
    }

    /** An Engine.IO session outlives its namespaces; without any it has its time to join one again. */
    @Override
    public void removeNamespaceClient(NamespaceClient client) {
        getNamespaces().remove(client.getNamespace());
        if (!isEnded && getNamespaces().isEmpty()) {
            lifeline.leftAll(loop().deadlines(), LoopContext.now());
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
        return socket == null ? Transport.POLLING : Transport.WEBSOCKET;
    }

    @Override
    public boolean isChannelOpen() {
        return isConnected();
    }

    @Override
    public boolean isWritable() {
        WebSocketConnection current = socket;
        return isConnected() && (current == null || current.isWritable());
    }

    /** Deliberate: channels are ours to bind. */
    @Override
    public void bindChannel(Channel channel, Transport transport) {
        throw new UnsupportedOperationException();
    }
}
