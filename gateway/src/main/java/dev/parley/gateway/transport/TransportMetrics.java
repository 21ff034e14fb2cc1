package dev.parley.gateway.transport;

import dev.parley.gateway.engineio.EngineError;
import java.util.List;
import java.util.stream.Stream;

/** What the transport counts. Called on event loops: must be quick and never throw. */
public interface TransportMetrics {

    TransportMetrics NONE = new TransportMetrics() {};

    /** {@link #dropped}: a volatile packet of a client that reads slowly. */
    String VOLATILE = "volatile";
    /** {@link #dropped}: an event whose arguments have other types than its listener declares. */
    String EVENT_TYPE = "event type";
    /** {@link #dropped}: an acknowledgement of another type than its callback declares. */
    String ACKNOWLEDGEMENT_TYPE = "acknowledgement type";
    /** {@link #refused}: the node has too many connections. */
    String CONNECTIONS = "CONNECTIONS";
    /** {@link #refused}: the connection held the most of incomplete requests. */
    String TOO_MUCH_MEMORY = DisconnectReason.TOO_MUCH_MEMORY.name();

    /** Every reason of {@link #dropped}. */
    List<String> DROPPED = List.of(VOLATILE, EVENT_TYPE, ACKNOWLEDGEMENT_TYPE);
    /** Every error of {@link #refused}. */
    List<String> REFUSED = Stream.concat(
                    Stream.of(EngineError.values()).map(EngineError::name), Stream.of(CONNECTIONS, TOO_MUCH_MEMORY))
            .toList();

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

    /** Something was dropped without ending a session; one of {@link #DROPPED}. */
    default void dropped(String reason) {}

    /** An HTTP request or a connection was refused; one of {@link #REFUSED}. */
    default void refused(String error) {}
}
