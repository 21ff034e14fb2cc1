package dev.parley.gateway.events;

import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.wire.ServerEvent;

/** Emits events to one socket. Any thread; never blocks and never fails: for a closed socket it has no effect. */
public interface SocketOutput {
    <P> void emit(ServerEvent<P> event, P payload);

    /** Closes the socket after the events emitted before. */
    void close(DisconnectReason reason);
}
