package dev.parley.gateway.transport;

import java.util.concurrent.CompletionStage;

/**
 * Decides who may enter a namespace, before anything of the namespace knows the client. Asked on the session's event loop, so
 * it must not block; may complete on any thread. Not answering within {@link TransportLimits.Timeouts#authorization}, and failing,
 * refuse the client.
 */
@FunctionalInterface
public interface ConnectAuthorizer {
    CompletionStage<ConnectDecision> admit(ConnectRequest request);
}
