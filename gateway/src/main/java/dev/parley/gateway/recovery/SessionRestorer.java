package dev.parley.gateway.recovery;

import dev.parley.core.error.Failures;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.cluster.EventLog;
import dev.parley.gateway.cluster.EventLog.Missed;
import dev.parley.gateway.cluster.EventOffset;
import dev.parley.gateway.recovery.RecoveryMeters.Outcome;
import dev.parley.gateway.recovery.SessionStore.Held;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.rooms.Rooms;
import dev.parley.gateway.transport.SocketHandle;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back sockets that were lost. In order: the session is found and is the caller's; its rooms are joined, so that from here
 * on what is live is heard and waits; what was missed until here is read; the session is taken over. Whatever fails, nothing of it
 * remains, and the client begins anew.
 */
public final class SessionRestorer {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRestorer.class);
    private static final long WITHIN_MS = 3_000;
    /** A socket that nothing arrives at is noticed by then: more than its ping interval and time-out together. */
    private static final long NOTICED_WITHIN_MICROS = 60_000_000;

    private final SessionStore store;
    private final EventLog log;
    private final Rooms rooms;
    private final Supplier<String> secrets;
    private final RecoveryMeters meters;
    private final Consumer<String> takenOver;

    /**
     * @param secrets that nobody can guess
     * @param takenOver is given the holder of a session that was held by a live socket, which is to be closed
     */
    public SessionRestorer(
            SessionStore store,
            EventLog log,
            Rooms rooms,
            Supplier<String> secrets,
            RecoveryMeters meters,
            Consumer<String> takenOver) {
        this.store = store;
        this.log = log;
        this.rooms = rooms;
        this.secrets = secrets;
        this.meters = meters;
        this.takenOver = takenOver;
    }

    /**
     * Never fails; empty, within seconds, when the client must begin anew.
     *
     * @param caller as the token says; empty without tokens, when the pid alone says who it is
     * @param overflow run when more comes in meanwhile than may wait
     */
    CompletionStage<Optional<RestoredSession>> of(
            RecoveryRequest claim, Optional<Identity> caller, SocketHandle socket, Runnable overflow) {
        var first = new CompletableFuture<Optional<RestoredSession>>();
        store.find(claim.pid())
                .thenCompose(found -> found(found, claim, caller, new BufferingSocket(socket, overflow)))
                .exceptionally(this::failed)
                .thenAccept(comeback -> {
                    if (!first.complete(comeback)) {
                        comeback.ifPresent(this::abandon);
                    }
                });
        return first.completeOnTimeout(Optional.empty(), WITHIN_MS, TimeUnit.MILLISECONDS)
                .thenApply(this::counted);
    }

    /** The client is gone again, before it came in; it may try once more. */
    void abandon(RestoredSession comeback) {
        rooms.leaveAll(comeback.member());
    }

    private CompletionStage<Optional<RestoredSession>> found(
            Optional<Held> found, RecoveryRequest claim, Optional<Identity> caller, BufferingSocket recipient) {
        if (found.isEmpty()) {
            return refused(Outcome.UNKNOWN);
        }
        RecoverableSession session = found.get().session();
        if (caller.isPresent() && !caller.map(Identity::userId).equals(session.user())) {
            return refused(Outcome.OTHER_USER);
        }
        OptionalLong offset = offset(claim, found.get());
        return offset.isPresent()
                ? comeBack(claim.pid(), found.get(), offset.getAsLong(), recipient)
                : refused(Outcome.INCOMPLETE);
    }

    /** Where to begin. Everything up to the session's beginning, and to a while before it was last kept, has arrived. */
    private static OptionalLong offset(RecoveryRequest claim, Held found) {
        long arrived = Math.max(found.session().since(), found.savedAt() - NOTICED_WITHIN_MICROS);
        OptionalLong last = claim.offset().map(EventOffset::parse).orElse(OptionalLong.of(arrived));
        return last.isPresent() ? OptionalLong.of(Math.max(last.getAsLong(), arrived)) : last;
    }

    private CompletionStage<Optional<RestoredSession>> comeBack(
            String pid, Held found, long offset, BufferingSocket recipient) {
        RecoverableSession session = found.session();
        Member member = new Member(recipient);
        var ticket = new SessionCredentials(pid, secrets.get(), session.socketId(), session.since());
        return joinAll(member, session.rooms())
                .thenCompose(live -> missed(offset, session.rooms()))
                .thenCompose(missed -> missed.map(complete ->
                                takeOver(found, new RestoredSession(ticket, session, member, recipient, complete)))
                        .orElseGet(() -> refused(Outcome.INCOMPLETE)))
                .whenComplete((comeback, failure) -> {
                    if (failure != null || comeback.isEmpty()) {
                        rooms.leaveAll(member);
                    }
                });
    }

    private CompletionStage<Void> joinAll(Member member, Set<String> wanted) {
        return CompletableFuture.allOf(wanted.stream()
                .map(room -> rooms.join(member, room).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** A socket in no room is not one of everyone either. */
    private CompletionStage<Optional<Missed>> missed(long offset, Set<String> wanted) {
        return wanted.isEmpty()
                ? CompletableFuture.completedFuture(Optional.of(Missed.NOTHING))
                : log.after(offset, wanted);
    }

    private CompletionStage<Optional<RestoredSession>> takeOver(Held found, RestoredSession comeback) {
        SessionCredentials ticket = comeback.ticket();
        return store.takeOver(ticket.pid(), found, ticket.holder(), RecoverableSockets.AWAY)
                .thenCompose(taken -> {
                    if (!taken) {
                        return refused(Outcome.UNKNOWN);
                    }
                    if (!found.holder().equals(SessionStore.NOBODY)) {
                        takenOver.accept(found.holder());
                    }
                    return CompletableFuture.completedFuture(Optional.of(comeback));
                });
    }

    private CompletionStage<Optional<RestoredSession>> refused(Outcome why) {
        meters.attempted(why);
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private Optional<RestoredSession> failed(Throwable failure) {
        LOG.warn("a client could not be recovered: {}", Failures.unwrap(failure).toString());
        meters.attempted(Outcome.FAILED);
        return Optional.empty();
    }

    private Optional<RestoredSession> counted(Optional<RestoredSession> comeback) {
        comeback.ifPresent(recovered -> {
            meters.attempted(Outcome.RECOVERED);
            meters.replayed(recovered.missed().packets().size());
        });
        return comeback;
    }
}
