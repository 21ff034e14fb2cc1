package dev.parley.gateway.transport;

/** What the transport counts. Called on event loops: must be quick and never throw. */
public interface TransportMetrics {

    TransportMetrics NONE = new TransportMetrics() {};

    /** A session began on {@code transport}: {@code polling} or {@code websocket}. */
    default void opened(String transport) {}

    /** A session went from polling to websocket. */
    default void upgraded() {}

    /** A session ended; {@code transport} is the one it used last. */
    default void closed(String transport, DisconnectReason reason) {}

    /** A packet came in: Engine.IO messages, not heartbeats. */
    default void received() {}

    /** Packets written, prepared frames counted as one. */
    default void sent() {}

    /** Something was dropped without ending a session: {@code volatile}, {@code ack}, ... */
    default void dropped(String reason) {}

    /** An HTTP request was refused with this Engine.IO error. */
    default void refused(String error) {}
}
