package dev.parley.gateway.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A connection to be moved to another node. Any thread; never blocks and never fails. */
public interface DrainableSocket {

    /** Emits {@code server-draining}. */
    void tell(Duration reconnectAfter);

    /** Completes when the connection is closed, after its requests in flight were answered. Idempotent. */
    CompletionStage<Void> closeWhenAnswered();
}
