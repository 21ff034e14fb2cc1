package dev.parley.gateway.transport;

import com.corundumstudio.socketio.namespace.Namespace;
import dev.parley.gateway.engineio.EnginePacketType;
import dev.parley.gateway.engineio.EngineState;
import dev.parley.gateway.engineio.EngineTransport;
import dev.parley.gateway.engineio.MalformedInputException;
import dev.parley.gateway.socketio.EncodedPacket;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Engine.IO side of a session: polls, websocket, upgrade, heartbeat, and the end. All of it happens on the event loop that
 * owns the session; methods that may be called from elsewhere say so, and take their turn there.
 */
final class EngineSession {

    private static final Logger LOG = LoggerFactory.getLogger(EngineSession.class);
    private static final EncodedPacket PING = new EncodedPacket(EnginePacketType.PING.bare());
    private static final EncodedPacket PROBE_ANSWER = new EncodedPacket("3probe".getBytes(StandardCharsets.US_ASCII));

    /** Lets an upgrade packet that is already on its way overtake the noop that would make the client send another poll. */
    private static final long NOOP_DELAY_MILLIS = 50;

    private final Session session;
    private final TransportContext host;
    private final EngineState engine;
    private final LoopMailbox ownership;
    private final SessionTimeouts lifeline;
    private final EngineSessionListener messages;
    private Outbound out;
    /** The websocket in use; null while polling. */
    private WebSocketConnection socket;

    private Upgrade upgrade;
    private boolean isUnflushed;
    /** Null while the session is open. */
    private DisconnectReason ending;

    EngineSession(Session session, TransportContext host, LoopContext loop, EngineTransport transport) {
        this.session = session;
        this.host = host;
        this.engine = new EngineState(transport);
        this.ownership = new LoopMailbox(loop);
        this.lifeline = new SessionTimeouts(this, host.limits, LoopContext.now());
        this.messages = host.protocol.apply(session);
    }

    /** Begins as a session that polls; the open packet is the answer. */
    void begin(String sid, HttpExchange exchange) {
        out = new PollingOutbound(
                host.limits, host.outbound.open(() -> session.close(DisconnectReason.TOO_MUCH_MEMORY)));
        begin();
        exchange.handshake(sid, host.openPacket(sid, EngineTransport.POLLING));
    }

    /** Begins as a session on a websocket. */
    void begin(String sid, WebSocketConnection opened) {
        socket = opened;
        out = opened.outbound();
        begin();
        push(new EncodedPacket(host.openPacket(sid, EngineTransport.WEBSOCKET)));
    }

    private void begin() {
        host.metrics.opened(engine.transport().wireName());
        rearm();
    }

    LoopContext loop() {
        return ownership.owner();
    }

    /** Whether the caller is on the owning loop and nothing waits there. */
    boolean isNow() {
        return ownership.isNow();
    }

    /** Runs on the owning loop, now or in turn. Any thread. */
    void run(Runnable task) {
        ownership.run(task);
    }

    WebSocketConnection socket() {
        return socket;
    }

    boolean isEnded() {
        return ending != null;
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

    // ---- what the server says

    boolean takesFrames() {
        return ownership.isNow() && socket != null && socket.outbound().takesFrames();
    }

    void writeFrames(ByteBuf frames) {
        if (isEnded()) {
            frames.release();
        } else if (out.backlog() == Outbound.Backlog.FULL) {
            frames.release();
            end(DisconnectReason.SLOW_READER);
        } else {
            socket.outbound().writeFrames(frames);
            host.metrics.sent();
            flushAtEnd();
        }
    }

    void write(EncodedPacket packet) {
        if (isEnded()) {
            return;
        }
        session.beforeWrite();
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

    // ---- time

    void ping() {
        push(PING);
        rearm();
    }

    void rearm() {
        lifeline.startIn(loop().deadlines());
    }

    void joined() {
        lifeline.joined();
    }

    void leftAll() {
        if (!isEnded()) {
            lifeline.leftAll(loop().deadlines(), LoopContext.now());
        }
    }

    /** Whether the client missed its pong, even if nothing has noticed yet. */
    boolean isOverdue() {
        return lifeline.isOverdue(LoopContext.now());
    }

    // ---- polling

    /** Null once a websocket took over. */
    PollingOutbound polling() {
        return out instanceof PollingOutbound polling ? polling : null;
    }

    /** Whether packets may still come by polling. */
    boolean isPolling() {
        return engine.isPolling();
    }

    // ---- websocket

    /** A websocket asks to take over. Any thread. */
    void offer(WebSocketConnection offered) {
        run(() -> {
            if (isEnded() || !engine.offerWebSocket()) {
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
            upgrade.abandon(WebSocketConnection.NORMAL);
            upgrade = null;
        }
    }

    private boolean isMine(WebSocketConnection from) {
        return !isEnded() && (from == socket || (upgrade != null && upgrade.socket() == from));
    }

    // ---- what the client says

    /** False when it was malformed, and the session is over. */
    boolean hears(PacketHandler hearing) {
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

    void hearText(byte[] packet, EngineTransport via) throws MalformedInputException {
        if (isEnded()) {
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

    void hearBinary(byte[] data, EngineTransport via) throws MalformedInputException {
        if (!isEnded()) {
            engine.receivedBinary(via);
            host.metrics.received();
            messages.binary(data);
        }
    }

    private void pong() {
        lifeline.pong(loop().deadlines(), LoopContext.now());
        for (Namespace namespace : session.getNamespaces()) {
            namespace.onPong(session.getChildClient(namespace));
        }
    }

    private void probed() {
        upgrade.socket().send(PROBE_ANSWER);
        releasePollSoon();
    }

    /** While the client upgrades, a poll must not wait: it is the last one, and the client waits for its end. */
    void releasePollSoon() {
        if (engine.isProbed()) {
            ownership.loop().schedule(() -> run(this::releasePoll), NOOP_DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void releasePoll() {
        if (engine.isProbed()) {
            polling().release();
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
            session.moved(from, to);
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

    /** Once and for all: later calls do nothing. */
    void end(DisconnectReason reason) {
        if (isEnded()) {
            return;
        }
        if (reason.tellsClient()) {
            messages.farewell();
            if (isEnded()) {
                return; // the farewell was more than a slow reader may have waiting
            }
        }
        ending = reason;
        loop().deadlines().cancel(lifeline);
        session.ended();
        host.metrics.closed(engine.transport().wireName(), reason);
        endTransport(reason);
    }

    private void endTransport(DisconnectReason reason) {
        if (upgrade != null) {
            upgrade.abandon(WebSocketConnection.statusOf(reason));
            upgrade = null;
        }
        if (!(out instanceof PollingOutbound polling)) {
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

    /** Called when the client has fetched its last packets, or had the time for it. */
    void endLinger() {
        host.sessions.endLinger(session);
        if (polling() != null) {
            polling().discard();
        }
    }

    /** What tells the client that it was sent away waits a little longer for its next poll. */
    private void linger() {
        host.sessions.linger(session);
        long time = host.limits.timeouts().linger().toMillis();
        loop().loop().schedule(this::endLinger, time, TimeUnit.MILLISECONDS);
    }
}
