package dev.parley.core.mongo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a MongoDB deployment says about itself.
 *
 * @param members that hold data; 1 for a standalone server, 0 behind a mongos, which does not tell
 * @param clock its time
 * @param roundTrip of one command
 * @param majorityWrite duration of an insert that a majority acknowledged
 * @param missingIndexes those that the next gateway creates, as {@code collection.index}
 */
public record MongoState(
        String version,
        Topology topology,
        int members,
        Instant clock,
        Duration roundTrip,
        Duration majorityWrite,
        List<String> missingIndexes) {

    /** What the address leads to. */
    public enum Topology {
        STANDALONE,
        REPLICA_SET,
        SHARDED
    }

    public MongoState {
        missingIndexes = List.copyOf(missingIndexes);
    }
}
