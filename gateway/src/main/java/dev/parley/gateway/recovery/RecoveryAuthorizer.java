package dev.parley.gateway.recovery;

import dev.parley.core.error.Failures;
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
 * Connection state recovery of Socket.IO 4.6, behind another gate: whom that lets in goes on where it was if it can, else it begins
 * anew, with a pid to come back with.
 */
public final class RecoveryAuthorizer implements ConnectAuthorizer {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryAuthorizer.class);
    private static final long WITHIN_MS = 3_000;

    private final ConnectAuthorizer first;
    private final SessionRestorer comebacks;
    private final EventLog log;
    private final Supplier<String> secrets;

    /** @param secrets nobody can guess */
    public RecoveryAuthorizer(
            ConnectAuthorizer first, SessionRestorer comebacks, EventLog log, Supplier<String> secrets) {
        this.first = first;
        this.comebacks = comebacks;
        this.log = log;
        this.secrets = secrets;
    }

    @Override
    public CompletionStage<ConnectDecision> admit(ConnectRequest request) {
        return first.admit(request)
                .thenCompose(admission -> admission instanceof ConnectDecision.Accepted accepted
                        ? enter(request, (HandshakeResult) accepted.attachment())
                        : CompletableFuture.completedFuture(admission));
    }

    private CompletionStage<ConnectDecision> enter(ConnectRequest request, HandshakeResult admitted) {
        Session session = request.session();
        return RecoveryRequest.in(request.auth())
                .map(claim -> comebacks.of(
                        claim, admitted.identity(), session, () -> session.close(DisconnectReason.SLOW_READER)))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()))
                .thenCompose(comeback -> comeback.map(found -> CompletableFuture.completedStage(back(admitted, found)))
                        .orElseGet(() -> anew(admitted, session.getSessionId().toString())));
    }

    private ConnectDecision back(HandshakeResult admitted, RestoredSession comeback) {
        Optional<Identity> identity =
                admitted.identity().or(() -> comeback.session().user().map(Identity::claimed));
        SessionCredentials ticket = comeback.ticket();
        return new ConnectDecision.Accepted(
                new HandshakeResult(identity, Optional.of(ticket), Optional.of(comeback)),
                Optional.of(new ConnectDecision.Passport(
                        ticket.socketId(), ticket.pid(), () -> comebacks.abandon(comeback))));
    }

    /** While Redis is away clients are let in without a way back. */
    private CompletionStage<ConnectDecision> anew(HandshakeResult admitted, String socketId) {
        return log.position()
                .toCompletableFuture()
                .copy()
                .orTimeout(WITHIN_MS, TimeUnit.MILLISECONDS)
                .thenApply(position -> new SessionCredentials(secrets.get(), secrets.get(), socketId, position))
                .<ConnectDecision>thenApply(ticket -> new ConnectDecision.Accepted(
                        new HandshakeResult(admitted.identity(), Optional.of(ticket), Optional.empty()),
                        Optional.of(new ConnectDecision.Passport(socketId, ticket.pid(), () -> {}))))
                .exceptionally(failure -> {
                    LOG.warn(
                            "a client has no way back: {}",
                            Failures.unwrap(failure).toString());
                    return new ConnectDecision.Accepted(admitted);
                });
    }
}
