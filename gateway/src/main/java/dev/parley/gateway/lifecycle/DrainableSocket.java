package dev.parley.gateway.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** One connection that is to move to another node. Any thread; never blocks and never fails. */
public interface DrainableSocket {

    /** Emits {@code server-draining}. */
    void tell(Duration reconnectAfter);

    /** Completes when it is closed, which waits for the answers to its running requests. Idempotent. */
    CompletionStage<Void> closeWhenAnswered();
}
