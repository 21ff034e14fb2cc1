package dev.parley.gateway.transport;

import dev.parley.gateway.socketio.EncodedPacket;

/** Where a session's packets go: into the next poll, or onto a websocket. Used on the session's event loop only. */
interface Outbound {

    /** How far a reader is behind. */
    enum Backlog {
        NONE,
        /** A quarter of a bound: volatile packets are not worth sending. */
        SLOW,
        /** The bound is reached. */
        FULL
    }

    Backlog backlog();

    void write(EncodedPacket packet);

    /** Sends written packets, as many as the transport accepts. */
    void flush();

    /** Closes the transport after the written packets; {@code status} is the websocket's close code. */
    void close(int status);
}
