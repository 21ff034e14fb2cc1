package dev.parley.gateway.transport;

import dev.parley.gateway.socketio.EncodedPacket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.UUID;

/**
 * One connected socket as the fan-out sees it. Its event loop owns it: every method but {@link #eventLoop()} and {@link #close} is
 * called on that loop. What is written leaves in the order of the calls, flushed once at the end of the loop's pass.
 */
public interface SocketHandle {
    /** The id of a socket that has none. */
    UUID UNKNOWN = new UUID(0, 0);

    /** The loop that owns this socket, for its whole life. */
    EventLoop eventLoop();

    /** Whether prepared websocket frames may be written straight to the channel: a websocket without compression. */
    boolean takesFrames();

    /** Writes whole, unmasked websocket text frames. Takes over one reference of {@code frames}. */
    void writeFrames(ByteBuf frames);

    /** Writes a packet on whatever transport is in use. */
    void write(EncodedPacket packet);

    void listen(Listener listener);

    /** Closes the whole connection. Any thread. */
    void close(DisconnectReason reason);

    /** The public id of the socket, which its client knows. */
    default UUID id() {
        return socket() == this ? UNKNOWN : socket().id();
    }

    /** Why the connection ended; empty while it is open. */
    default Optional<DisconnectReason> endReason() {
        return socket() == this ? Optional.empty() : socket().endReason();
    }

    /** The underlying socket, when this is a decorator. */
    default SocketHandle socket() {
        return this;
    }

    /** Is told when the fan-out may have to write first. */
    @FunctionalInterface
    interface Listener {

        /** An ordinary packet is about to be written to this socket: the listener first writes what it has queued for it. */
        void beforeWrite();
    }
}
