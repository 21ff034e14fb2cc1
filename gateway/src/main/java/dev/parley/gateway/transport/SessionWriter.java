package dev.parley.gateway.transport;

import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.loop.LoopContext;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the packets of a session to the transport in use. Ends the session of a client that does not read, and one whose packet could not
 * be written: its client comes back and asks for what it missed. Used on the session's loop.
 */
final class SessionWriter implements LoopContext.Flushable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionWriter.class);
    private static final OncePerMinute FAILURES = new OncePerMinute(System::nanoTime);

    private final LoopContext loop;
    private final TransportMetrics metrics;
    private final Consumer<DisconnectReason> end;
    private Outbound transport;
    /** The websocket in use; null while polling. */
    private WebSocketOutbound webSocket;

    private boolean isUnflushed;

    /** @param end ends the session */
    SessionWriter(LoopContext loop, TransportMetrics metrics, Consumer<DisconnectReason> end) {
        this.loop = loop;
        this.metrics = metrics;
        this.end = end;
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
        try {
            if (transport.backlog() == Outbound.Backlog.FULL) {
                frames.release();
                end.accept(DisconnectReason.SLOW_READER);
            } else {
                webSocket.writeFrames(frames);
                metrics.sent();
                flushAtEnd();
            }
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    /** Writes a packet of the protocol above, unless the client is too far behind. */
    void write(EncodedPacket packet) {
        try {
            Outbound.Backlog backlog = transport.backlog();
            if (backlog == Outbound.Backlog.FULL) {
                end.accept(DisconnectReason.SLOW_READER);
            } else if (backlog == Outbound.Backlog.SLOW && packet.isVolatile()) {
                metrics.dropped(TransportMetrics.VOLATILE);
            } else {
                metrics.sent();
                push(packet);
            }
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    private void failed(Throwable failure) {
        FAILURES.run(count ->
                LOG.error("Session closed because writing to it failed, {} times since the last line", count, failure));
        end.accept(DisconnectReason.INTERNAL);
    }

    /** Writes a packet of Engine.IO itself. */
    void push(EncodedPacket packet) {
        try {
            transport.write(packet);
            flushAtEnd();
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
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
        try {
            transport.flush();
        } catch (RuntimeException | Error failure) {
            failed(failure);
        }
    }

    /** Switches to a websocket, which first gets the packets queued for a poll. */
    void moveTo(WebSocketOutbound opened) {
        PollingOutbound polling = polling();
        use(opened);
        polling.moveTo(opened);
        flushAtEnd();
    }
}
