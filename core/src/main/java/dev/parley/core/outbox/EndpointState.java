package dev.parley.core.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * The state of one endpoint, the same for all nodes.
 *
 * @param paused why nothing is sent to it; empty when it is not paused
 * @param pausedAt present when it is paused
 * @param failingSince the first failure since the last success
 * @param lastError of the last failure that was recorded
 */
public record EndpointState(
        Optional<String> paused,
        Optional<Instant> pausedAt,
        Optional<Instant> failingSince,
        Optional<String> lastError) {
    public static final EndpointState NEW =
            new EndpointState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public boolean isPaused() {
        return paused.isPresent();
    }
}
