package dev.parley.gateway.transport;

import com.corundumstudio.socketio.namespace.Namespace;
import dev.parley.gateway.engineio.EnginePacketType;
import dev.parley.gateway.engineio.EngineState;
import dev.parley.gateway.engineio.EngineTransport;
import dev.parley.gateway.engineio.MalformedInputException;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.http.HttpExchange;
import dev.parley.gateway.transport.loop.LoopContext;
import dev.parley.gateway.transport.loop.LoopMailbox;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Engine.IO side of a session: transports, upgrade, heartbeat and close. Runs on the event loop that owns the session. Methods that any
 * thread may call say so; they run there, in the order of the calls.
 */
final class EngineSession implements WebSocketConnection.Receiver, SessionTimeouts.Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(EngineSession.class);
    private static final EncodedPacket PING = new EncodedPacket(EnginePacketType.PING.bare());
    private static final EncodedPacket PROBE_ANSWER = new EncodedPacket("3probe".getBytes(StandardCharsets.US_ASCII));

    /** Lets an upgrade packet in flight overtake the noop, which would make the client send another poll. */
    private static final long NOOP_DELAY_MILLIS = 50;

    private final Session session;
    private final TransportContext context;
    private final EngineState state;
    private final LoopContext loop;
    private final LoopMailbox mailbox;
    private final SessionTimeouts timeouts;
    private final EngineSessionListener messages;
    private final SessionWriter writer;
    /** The websocket in use; null while polling. */
    private WebSocketConnection socket;

    private Upgrade upgrade;
    /** Null while the session is open. */
    private DisconnectReason ending;

    EngineSession(Session session, TransportContext context, LoopContext loop, EngineTransport transport) {
        this.session = session;
        this.context = context;
        this.state = new EngineState(transport);
        this.writer = new SessionWriter(loop, context.metrics, this::end);
        this.loop = loop;
        this.mailbox = new LoopMailbox(loop.loop());
        this.timeouts = new SessionTimeouts(this, context.limits, LoopContext.now());
        this.messages = context.protocol.apply(session);
    }

    /** Opens the session on polling and answers with the open packet. */
    void begin(String sid, HttpExchange exchange) {
        writer.use(new PollingOutbound(
                context.limits, context.outbound.open(() -> session.close(DisconnectReason.TOO_MUCH_MEMORY))));
        begin();
        exchange.handshake(sid, context.openPacket(sid, EngineTransport.POLLING));
    }

    /** Opens the session on a websocket and sends the open packet. */
    void begin(String sid, WebSocketConnection opened) {
        socket = opened;
        writer.use(opened.outbound());
        begin();
        writer.push(new EncodedPacket(context.openPacket(sid, EngineTransport.WEBSOCKET)));
    }

    private void begin() {
        context.metrics.opened(state.transport().wireName());
        rearm();
    }

    LoopContext loop() {
        return loop;
    }

    /** Whether the caller is on the owning loop and no earlier task waits. */
    boolean isNow() {
        return mailbox.isNow();
    }

    /** Runs a task on the owning loop, at once or after those before it. Any thread. */
    void run(Runnable task) {
        mailbox.run(task);
    }

    WebSocketConnection socket() {
        return socket;
    }

    boolean isEnded() {
        return ending != null;
    }

    Optional<DisconnectReason> endReason() {
        return Optional.ofNullable(ending);
    }

    /** Whether the session is closed, and its client has not fetched its last packets. */
    boolean isLingering() {
        return isEnded() && polling() != null && polling().hasAnswer();
    }

    boolean isLost() {
        return ending != null && ending.isRecoverable();
    }

    EngineSessionListener messages() {
        return messages;
    }

    // ---- sending

    boolean takesFrames() {
        return mailbox.isNow() && writer.takesFrames();
    }

    void writeFrames(ByteBuf frames) {
        if (isEnded()) {
            frames.release();
        } else {
            writer.writeFrames(frames);
        }
    }

    void write(EncodedPacket packet) {
        if (!isEnded()) {
            session.beforeWrite();
            writer.write(packet);
        }
    }

    // ---- timeouts

    @Override
    public void ping() {
        rearm();
        writer.push(PING);
    }

    @Override
    public void rearm() {
        timeouts.startIn(loop.deadlines());
    }

    void joined() {
        timeouts.joined();
    }

    void leftAll() {
        if (!isEnded()) {
            timeouts.leftAll(loop.deadlines(), LoopContext.now());
        }
    }

    /** Whether the pong is overdue, even if the timer has not fired yet. */
    boolean isOverdue() {
        return timeouts.isOverdue(LoopContext.now());
    }

    // ---- polling

    /** Null once a websocket took over. */
    PollingOutbound polling() {
        return writer.polling();
    }

    /** Whether the client may send packets by polling. */
    boolean isPolling() {
        return state.isPolling();
    }

    // ---- websocket

    /** Offers a websocket for the upgrade, which is on the event loop of the session. */
    void offer(WebSocketConnection offered) {
        run(() -> {
            if (isEnded() || !state.offerWebSocket()) {
                offered.close(WebSocketConnection.NORMAL);
            } else {
                upgrade = new Upgrade(offered, loop(), context.limits, () -> run(() -> withdraw(offered)));
            }
        });
    }

    @Override
    public void receive(WebSocketConnection from, byte[] packet) {
        if (mailbox.isNow()) {
            receiveNow(from, packet);
        } else {
            mailbox.run(() -> receiveNow(from, packet));
        }
    }

    private void receiveNow(WebSocketConnection from, byte[] packet) {
        if (isMine(from)) {
            handle(() -> handleText(packet, EngineTransport.WEBSOCKET));
        }
    }

    @Override
    public void receiveBinary(WebSocketConnection from, byte[] data) {
        run(() -> {
            if (isMine(from)) {
                handle(() -> handleBinary(data, EngineTransport.WEBSOCKET));
            }
        });
    }

    @Override
    public void failed(WebSocketConnection from, DisconnectReason reason) {
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
            state.withdrawWebSocket();
            upgrade.abandon(WebSocketConnection.NORMAL);
            upgrade = null;
        }
    }

    private boolean isMine(WebSocketConnection from) {
        return !isEnded() && (from == socket || (upgrade != null && upgrade.socket() == from));
    }

    // ---- receiving

    /** Runs a handler of input; false when the input was malformed and the session is closed. */
    boolean handle(PacketHandler handler) {
        try {
            handler.handle();
            return true;
        } catch (MalformedInputException e) {
            LOG.debug("Session closed: {}", e.getMessage());
            end(DisconnectReason.MALFORMED);
        } catch (RuntimeException e) {
            LOG.error("Session closed because handling its input failed", e);
            end(DisconnectReason.INTERNAL);
        }
        return false;
    }

    void handleText(byte[] packet, EngineTransport via) throws MalformedInputException {
        if (isEnded()) {
            return;
        }
        switch (state.received(packet, via)) {
            case DELIVER -> {
                context.metrics.received();
                messages.text(packet);
            }
            case PONG -> pong();
            case PROBED -> probed();
            case UPGRADED -> upgraded();
            case CLOSE -> end(DisconnectReason.CLIENT_CLOSE);
            case NOTHING -> {}
        }
    }

    void handleBinary(byte[] data, EngineTransport via) throws MalformedInputException {
        if (!isEnded()) {
            state.receivedBinary(via);
            context.metrics.received();
            messages.binary(data);
        }
    }

    private void pong() {
        timeouts.pong(loop.deadlines(), LoopContext.now());
        for (Namespace namespace : session.getNamespaces()) {
            namespace.onPong(session.getChildClient(namespace));
        }
    }

    private void probed() {
        upgrade.socket().send(PROBE_ANSWER);
        releasePollSoon();
    }

    /** Ends a waiting poll during an upgrade: the client finishes the upgrade after its last poll is answered. */
    void releasePollSoon() {
        if (state.isProbed()) {
            loop.loop().schedule(() -> run(this::releasePoll), NOOP_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void releasePoll() {
        if (state.isProbed()) {
            polling().release();
        }
    }

    /** Continues on the websocket, which is on the event loop of the session. */
    private void upgraded() {
        polling().refusePoll();
        upgrade.done();
        socket = upgrade.socket();
        upgrade = null;
        writer.moveTo(socket.outbound());
        context.metrics.upgraded();
    }

    // ---- closing

    /** Closes the session. Later calls do nothing. */
    @Override
    public void end(DisconnectReason reason) {
        if (isEnded()) {
            return;
        }
        if (reason.tellsClient()) {
            messages.sendDisconnects();
            if (isEnded()) {
                return; // the packets exceeded the backlog of a slow reader
            }
        }
        ending = reason;
        loop.deadlines().cancel(timeouts);
        session.ended();
        context.metrics.closed(state.transport().wireName(), reason);
        endTransport(reason);
    }

    private void endTransport(DisconnectReason reason) {
        if (upgrade != null) {
            upgrade.abandon(WebSocketConnection.statusOf(reason));
            upgrade = null;
        }
        PollingOutbound polling = polling();
        if (polling == null) {
            socket.close(WebSocketConnection.statusOf(reason));
        } else if (reason == DisconnectReason.CLIENT_CLOSE) {
            polling.discard();
            polling.release();
        } else {
            endPolling(polling, reason);
        }
    }

    private void endPolling(PollingOutbound polling, DisconnectReason reason) {
        if (!reason.deliversPackets()) {
            polling.discard();
        }
        polling.close(WebSocketConnection.NORMAL);
        if (reason.deliversPackets() && polling.hasAnswer()) {
            linger();
        }
    }

    /** Called when the client has fetched its last packets, or the time for that is over. */
    void endLinger() {
        context.sessions.endLinger(session);
        if (polling() != null) {
            polling().discard();
        }
    }

    /** Keeps the last packets of the client for its next polls. */
    private void linger() {
        context.sessions.linger(session);
        long time = context.limits.timeouts().linger().toMillis();
        loop.loop().schedule(this::endLinger, time, TimeUnit.MILLISECONDS);
    }
}
