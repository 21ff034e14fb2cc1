package dev.parley.gateway.transport;

import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.loop.LoopContext;
import io.netty.buffer.ByteBuf;

/**
 * Writes the packets of a session to the transport in use, and closes the session of a client that does not read. Used on the session's
 * loop.
 */
final class SessionWriter implements LoopContext.Flushable {

    private final LoopContext loop;
    private final TransportMetrics metrics;
    private final Runnable tooSlow;
    private Outbound transport;
    /** The websocket in use; null while polling. */
    private WebSocketOutbound webSocket;

    private boolean isUnflushed;

    /** @param tooSlow closes the session, because its client does not read */
    SessionWriter(LoopContext loop, TransportMetrics metrics, Runnable tooSlow) {
        this.loop = loop;
        this.metrics = metrics;
        this.tooSlow = tooSlow;
    }

    void use(PollingOutbound polling) {
        transport = polling;
    }

    void use(WebSocketOutbound opened) {
        webSocket = opened;
        transport = opened;
    }

    /** Null once a websocket is in use. */
    PollingOutbound polling() {
        return transport instanceof PollingOutbound polling ? polling : null;
    }

    /** Whether prepared frames may be written. */
    boolean takesFrames() {
        return webSocket != null && webSocket.takesFrames();
    }

    /** Takes over one reference of {@code frames}. */
    void writeFrames(ByteBuf frames) {
        if (transport.backlog() == Outbound.Backlog.FULL) {
            frames.release();
            tooSlow.run();
        } else {
            webSocket.writeFrames(frames);
            metrics.sent();
            flushAtEnd();
        }
    }

    /** Writes a packet of the protocol above, unless the client is too far behind. */
    void write(EncodedPacket packet) {
        Outbound.Backlog backlog = transport.backlog();
        if (backlog == Outbound.Backlog.FULL) {
            tooSlow.run();
        } else if (backlog == Outbound.Backlog.SLOW && packet.isVolatile()) {
            metrics.dropped(TransportMetrics.VOLATILE);
        } else {
            metrics.sent();
            push(packet);
        }
    }

    /** Writes a packet of Engine.IO itself. */
    void push(EncodedPacket packet) {
        transport.write(packet);
        flushAtEnd();
    }

    private void flushAtEnd() {
        if (!isUnflushed) {
            isUnflushed = true;
            loop.flushAtEnd(this);
        }
    }

    @Override
    public void flush() {
        isUnflushed = false;
        transport.flush();
    }

    /** Switches to a websocket, which first gets the packets queued for a poll. */
    void moveTo(WebSocketOutbound opened) {
        PollingOutbound polling = polling();
        use(opened);
        polling.moveTo(opened);
        flushAtEnd();
    }
}
