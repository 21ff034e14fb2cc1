package dev.parley.gateway.recovery;

import dev.parley.core.error.Failures;
import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.cluster.EventLog;
import dev.parley.gateway.transport.ConnectAuthorizer;
import dev.parley.gateway.transport.ConnectDecision;
import dev.parley.gateway.transport.ConnectRequest;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.Session;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authorizes with another authorizer, then resumes the client's session (connection state recovery of Socket.IO 4.6) or starts a new
 * one with a new pid.
 */
public final class RecoveryAuthorizer implements ConnectAuthorizer {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryAuthorizer.class);
    private static final long TIMEOUT_MS = 3_000;

    private final ConnectAuthorizer first;
    private final SessionRestorer restorer;
    private final EventLog log;
    private final Supplier<String> secrets;
    private final OncePerMinute unresumable = new OncePerMinute(System::nanoTime);

    /** @param secrets generates unguessable texts */
    public RecoveryAuthorizer(
            ConnectAuthorizer first, SessionRestorer restorer, EventLog log, Supplier<String> secrets) {
        this.first = first;
        this.restorer = restorer;
        this.log = log;
        this.secrets = secrets;
    }

    @Override
    public CompletionStage<ConnectDecision> authorize(ConnectRequest request) {
        return first.authorize(request)
                .thenCompose(admission -> admission instanceof ConnectDecision.Accepted accepted
                        ? enter(
                                request,
                                accepted.attachment().as(HandshakeResult.class).orElseThrow())
                        : CompletableFuture.completedFuture(admission));
    }

    private CompletionStage<ConnectDecision> enter(ConnectRequest request, HandshakeResult admitted) {
        Session session = request.session();
        return RecoveryRequest.in(request.auth())
                .map(recoveryRequest -> restorer.restore(
                        recoveryRequest,
                        admitted.identity(),
                        session,
                        () -> session.close(DisconnectReason.SLOW_READER)))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()))
                .thenCompose(
                        restored -> restored.map(found -> CompletableFuture.completedStage(resumed(admitted, found)))
                                .orElseGet(() -> newSession(
                                        admitted, session.getSessionId().toString())));
    }

    private ConnectDecision resumed(HandshakeResult admitted, RestoredSession restored) {
        Optional<Identity> identity =
                admitted.identity().or(() -> restored.session().user().map(Identity::claimed));
        SessionCredentials credentials = restored.credentials();
        return new ConnectDecision.Accepted(
                new HandshakeResult(identity, Optional.of(credentials), Optional.of(restored)),
                Optional.of(new ConnectDecision.RecoveryOffer(
                        credentials.socketId(), credentials.pid(), () -> restorer.abandon(restored))));
    }

    /** While Redis is unavailable the client connects with a session that cannot be resumed. */
    private CompletionStage<ConnectDecision> newSession(HandshakeResult admitted, String socketId) {
        return log.position()
                .toCompletableFuture()
                .copy()
                .orTimeout(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .thenApply(position -> new SessionCredentials(secrets.get(), secrets.get(), socketId, position))
                .<ConnectDecision>thenApply(credentials -> new ConnectDecision.Accepted(
                        new HandshakeResult(admitted.identity(), Optional.of(credentials), Optional.empty()),
                        Optional.of(new ConnectDecision.RecoveryOffer(socketId, credentials.pid(), () -> {}))))
                .exceptionally(failure -> {
                    unresumable.run(count -> LOG.warn(
                            "{} sessions start that cannot be resumed, the last one because of {}",
                            count,
                            Failures.unwrap(failure).toString()));
                    return new ConnectDecision.Accepted(admitted);
                });
    }
}
