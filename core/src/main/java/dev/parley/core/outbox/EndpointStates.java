package dev.parley.core.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where the states of the endpoints are kept, by name. Stages fail with {@code StorageException} and nothing else. */
public interface EndpointStates {

    CompletionStage<Map<String, EndpointState>> all();

    CompletionStage<Void> pause(String endpoint, String reason, Instant at);

    /** The endpoint is as new: neither paused nor failing. */
    CompletionStage<Void> resume(String endpoint);

    CompletionStage<Void> failing(String endpoint, String error, Instant at);

    /** Ends what {@link #failing} began. */
    CompletionStage<Void> working(String endpoint);
}
