package dev.parley.gateway.cluster;

import dev.parley.gateway.redis.PublishConnection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** How messages are published. Any thread; never blocks. */
interface PublishCommand {

    /** What a message is for. */
    enum Kind {
        /** Its loss is followed by a resync. */
        EVENT,
        /** Proves delivery. */
        CANARY,
        /** Announces changed records; the next one repeats it. */
        CHANGES
    }

    /** @param since the {@code System.nanoTime()} at which it was emitted */
    record Outgoing(String channel, byte[] value, long since, Kind kind) implements PublishConnection.Message {}

    /**
     * What became of a batch. What is in no list was published.
     *
     * @param refused were certainly not published and may be sent again
     * @param lost may or may not have been published, and must not be sent again
     */
    record Outcome(List<Outgoing> refused, List<Outgoing> lost) {
        static final Outcome ALL_PUBLISHED = new Outcome(List.of(), List.of());
    }

    /** The queue of a channel. Messages of one queue are published in order, one batch at a time. */
    String queueOf(String channel);

    /** Where the next batch is begun. What was emitted until then is in it. */
    Executor loop();

    /** Publishes a batch of one queue in order, each message at most once. Never fails, and completes within seconds. */
    CompletionStage<Outcome> publish(String queue, List<Outgoing> batch);
}
