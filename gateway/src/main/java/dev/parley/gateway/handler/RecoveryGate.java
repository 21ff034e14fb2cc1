package dev.parley.gateway.handler;

import dev.parley.gateway.fanout.EventLog;
import dev.parley.gateway.transport.Admission;
import dev.parley.gateway.transport.ConnectRequest;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.NamespaceGate;
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
public final class RecoveryGate implements NamespaceGate {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryGate.class);
    private static final long WITHIN_MS = 3_000;

    private final NamespaceGate first;
    private final Comebacks comebacks;
    private final EventLog log;
    private final Supplier<String> secrets;

    /** @param secrets nobody can guess */
    public RecoveryGate(NamespaceGate first, Comebacks comebacks, EventLog log, Supplier<String> secrets) {
        this.first = first;
        this.comebacks = comebacks;
        this.log = log;
        this.secrets = secrets;
    }

    @Override
    public CompletionStage<Admission> admit(ConnectRequest request) {
        return first.admit(request)
                .thenCompose(admission -> admission instanceof Admission.Accepted accepted
                        ? enter(request, (Admitted) accepted.attachment())
                        : CompletableFuture.completedFuture(admission));
    }

    private CompletionStage<Admission> enter(ConnectRequest request, Admitted admitted) {
        Session session = request.session();
        return RecoveryClaim.in(request.auth())
                .map(claim -> comebacks.of(
                        claim, admitted.identity(), session, () -> session.close(DisconnectReason.SLOW_READER)))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()))
                .thenCompose(comeback -> comeback.map(found -> CompletableFuture.completedStage(back(admitted, found)))
                        .orElseGet(() -> anew(admitted, session.getSessionId().toString())));
    }

    private Admission back(Admitted admitted, Comeback comeback) {
        Optional<Identity> identity =
                admitted.identity().or(() -> comeback.session().user().map(Identity::claimed));
        RecoveryTicket ticket = comeback.ticket();
        return new Admission.Accepted(
                new Admitted(identity, Optional.of(ticket), Optional.of(comeback)),
                Optional.of(
                        new Admission.Passport(ticket.socketId(), ticket.pid(), () -> comebacks.abandon(comeback))));
    }

    /** While Redis is away clients are let in without a way back. */
    private CompletionStage<Admission> anew(Admitted admitted, String socketId) {
        return log.position()
                .toCompletableFuture()
                .copy()
                .orTimeout(WITHIN_MS, TimeUnit.MILLISECONDS)
                .thenApply(position -> new RecoveryTicket(secrets.get(), secrets.get(), socketId, position))
                .<Admission>thenApply(ticket -> new Admission.Accepted(
                        new Admitted(admitted.identity(), Optional.of(ticket), Optional.empty()),
                        Optional.of(new Admission.Passport(socketId, ticket.pid(), () -> {}))))
                .exceptionally(failure -> {
                    LOG.warn(
                            "a client has no way back: {}",
                            Failures.cause(failure).toString());
                    return new Admission.Accepted(admitted);
                });
    }
}
