package dev.parley.gateway.webhooks;

import dev.parley.gateway.outgoing.FailureReason;
import java.time.Duration;
import java.util.Optional;

/** The outcome of one request to an endpoint. */
sealed interface Attempt {
    Attempt DELIVERED = new Delivered();

    record Delivered() implements Attempt {}

    /**
     * @param detail for the operator, in one line
     * @param retryAfter how long the endpoint asks to wait
     */
    record Failed(FailureReason reason, String detail, Optional<Duration> retryAfter) implements Attempt {}
}
