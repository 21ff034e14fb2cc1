package dev.parley.gateway.cluster;

import dev.parley.gateway.socketio.EncodedPacket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The events of the last minutes, of all nodes, in the one order in which every node hears them. An event's offset is its place
 * there, and the last argument of what clients get. Any thread; stages fail with {@code StorageException} when Redis is away.
 */
public interface EventLog {

    /**
     * @param packets in order, with their offsets
     * @param upTo the last offset that was looked at: what has a greater one is live
     */
    record Missed(List<EncodedPacket> packets, long upTo) {
        public static final Missed NOTHING = new Missed(List.of(), 0);
    }

    /** The offset of the last event of all; 0 when there was none. */
    CompletionStage<Long> position();

    /** What a socket in these rooms was not sent after {@code offset}; empty when that cannot be said for certain. */
    CompletionStage<Optional<Missed>> after(long offset, Set<String> rooms);
}
