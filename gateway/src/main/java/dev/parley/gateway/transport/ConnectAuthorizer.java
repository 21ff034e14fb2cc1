package dev.parley.gateway.transport;

import dev.parley.gateway.transport.limits.TransportLimits;
import java.util.concurrent.CompletionStage;

/**
 * Authorises a client before the namespace knows it. Called on the session's event loop, so
 * it must not block; may complete on any thread. Not answering within {@link TransportLimits.Timeouts#authorization}, and failing,
 * refuse the client.
 */
@FunctionalInterface
public interface ConnectAuthorizer {
    CompletionStage<ConnectDecision> authorize(ConnectRequest request);
}
