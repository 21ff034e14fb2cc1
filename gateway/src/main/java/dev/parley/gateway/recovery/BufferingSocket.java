package dev.parley.gateway.recovery;

import dev.parley.gateway.cluster.EventLog.Missed;
import dev.parley.gateway.cluster.EventOffset;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.SocketHandle;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A socket that has come back, and is in its rooms before it has got what it missed there: what is live waits until {@link #replay},
 * and what of it was among the missed is left out, so that each event is sent once and in order. On the socket's loop.
 */
public final class BufferingSocket implements SocketHandle {
    private static final int MOST_WAITING = 1_000;

    private final SocketHandle socket;
    private final Runnable overflow;
    /** What came before the replay; null after it. */
    private Queue<EncodedPacket> waiting = new ArrayDeque<>();
    /** What is live and not after this was replayed; 0 once something newer has come, since then all is. */
    private long replayedUpTo;

    /** @param overflow run, perhaps more than once, when more waits than may */
    public BufferingSocket(SocketHandle socket, Runnable overflow) {
        this.socket = socket;
        this.overflow = overflow;
    }

    /** Sends what was missed, then what has come since; from now on everything goes through. */
    public void replay(Missed missed) {
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
        } else if (waiting.size() < MOST_WAITING) {
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
    public SocketHandle socket() {
        return socket;
    }
}
