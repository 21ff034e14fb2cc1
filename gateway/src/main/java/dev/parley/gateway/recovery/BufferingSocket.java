package dev.parley.gateway.recovery;

import dev.parley.gateway.cluster.EventOffset;
import dev.parley.gateway.cluster.MissedPackets;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.SocketHandle;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The socket of a resumed session. Live events wait until {@link #replay}; those that are among the replayed ones are left out, so that
 * each event is sent once and in order. On the socket's loop.
 */
public final class BufferingSocket implements SocketHandle {
    private static final int MAX_WAITING = 1_000;

    private final SocketHandle socket;
    private final Runnable overflow;
    /** Live events before the replay; null after it. */
    private Queue<EncodedPacket> waiting = new ArrayDeque<>();
    /** Live events up to this offset were replayed; 0 once a newer one has arrived. */
    private long replayedUpTo;

    /** @param overflow run, perhaps more than once, when too many events wait */
    public BufferingSocket(SocketHandle socket, Runnable overflow) {
        this.socket = socket;
        this.overflow = overflow;
    }

    /** Sends the missed events, then those that waited. Later ones are sent at once. */
    public void replay(MissedPackets missed) {
        Queue<EncodedPacket> since = waiting;
        waiting = null;
        replayedUpTo = missed.upTo();
        missed.packets().forEach(socket::write);
        since.forEach(this::writeUnlessReplayed);
    }

    @Override
    public void write(EncodedPacket packet) {
        if (waiting == null) {
            writeUnlessReplayed(packet);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(packet);
        } else {
            overflow.run();
        }
    }

    private void writeUnlessReplayed(EncodedPacket packet) {
        if (replayedUpTo > 0 && wasReplayed(EventOffset.of(packet.text()))) {
            return;
        }
        socket.write(packet);
    }

    private boolean wasReplayed(long offset) {
        if (offset > replayedUpTo) {
            replayedUpTo = 0;
        }
        return offset > 0 && offset <= replayedUpTo;
    }

    /** Not while packets must be looked at one by one. */
    @Override
    public boolean takesFrames() {
        return waiting == null && replayedUpTo == 0 && socket.takesFrames();
    }

    @Override
    public EventLoop eventLoop() {
        return socket.eventLoop();
    }

    @Override
    public void writeFrames(ByteBuf frames) {
        socket.writeFrames(frames);
    }

    @Override
    public void listen(Listener listener) {
        socket.listen(listener);
    }

    @Override
    public void close(DisconnectReason reason) {
        socket.close(reason);
    }

    @Override
    public SocketHandle socket() {
        return socket;
    }
}
