package dev.parley.gateway.cluster;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The events of the last minutes, of all nodes, in one order that is the same on every node. An event's offset is its position in that
 * order, and the last argument of the event that clients receive. Any thread; stages fail with {@code StorageException} when Redis is
 * unavailable.
 */
public interface EventLog {

    /** The offset of the last event of all; 0 when there was none. */
    CompletionStage<Long> position();

    /** What a socket in these rooms was not sent after {@code offset}; empty when events may be missing. */
    CompletionStage<Optional<MissedPackets>> after(long offset, Set<String> rooms);
}
