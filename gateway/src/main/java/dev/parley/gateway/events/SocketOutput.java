package dev.parley.gateway.events;

import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.wire.Push;

/** What one socket can be told. Any thread; never blocks and never fails: a socket that is gone hears nothing. */
public interface SocketOutput {
    <P> void emit(Push<P> event, P payload);

    /** After what was emitted before. */
    void close(DisconnectReason reason);
}
