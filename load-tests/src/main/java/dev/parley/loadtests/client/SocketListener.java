package dev.parley.loadtests.client;

import io.netty.buffer.ByteBuf;

/** Receives the events of one socket, on the client's event loop. */
public interface SocketListener {

    SocketListener IGNORE_EVENTS = (in, from, to) -> {};

    /** The event's JSON array is at {@code [from, to)}, valid only during the call. */
    void event(ByteBuf in, int from, int to);

    default void closed() {}
}
