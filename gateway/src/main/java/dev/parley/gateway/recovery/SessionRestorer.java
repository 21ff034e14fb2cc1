package dev.parley.gateway.recovery;

import dev.parley.core.error.Failures;
import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.cluster.EventLog;
import dev.parley.gateway.cluster.EventOffset;
import dev.parley.gateway.cluster.MissedPackets;
import dev.parley.gateway.recovery.RecoveryMeters.Outcome;
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
 * Resumes sessions. Steps: find the session and check that it is the caller's; join its rooms, after which live events are
 * buffered; read the missed events; take the session over. When a step fails the rooms are left again, and the client
 * starts a new session.
 */
public final class SessionRestorer {
    private static final Logger LOG = LoggerFactory.getLogger(SessionRestorer.class);
    private static final int MAX_ATTEMPTS = 3;
    private static final long TIMEOUT_MS = 3_000;
    /** A dead connection is detected within this time: more than the ping interval and timeout together. */
    private static final long DETECTION_MICROS = 60_000_000;

    private final SessionStore store;
    private final EventLog log;
    private final Rooms rooms;
    private final Supplier<String> secrets;
    private final RecoveryMeters meters;
    private final Consumer<String> takenOver;
    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);

    /**
     * @param secrets generates unguessable texts
     * @param takenOver called with the holder of a session that a live socket held; closes that socket
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
     * Never fails; empty, within seconds, when the client must start a new session.
     *
     * @param caller of the token; empty without tokens, when the pid alone identifies the client
     * @param overflow run when more live events arrive than can be buffered
     */
    CompletionStage<Optional<RestoredSession>> restore(
            RecoveryRequest recoveryRequest, Optional<Identity> caller, SocketHandle socket, Runnable overflow) {
        var first = new CompletableFuture<Optional<RestoredSession>>();
        attempt(recoveryRequest, caller, socket, overflow, 1)
                .exceptionally(this::failed)
                .thenAccept(restored -> {
                    if (!first.complete(restored)) {
                        restored.ifPresent(this::abandon);
                    }
                });
        return first.completeOnTimeout(Optional.empty(), TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .thenApply(this::counted);
    }

    /** Again when the session changed since it was read: the node that lost the socket may save it at the same time. */
    private CompletionStage<Optional<RestoredSession>> attempt(
            RecoveryRequest recoveryRequest,
            Optional<Identity> caller,
            SocketHandle socket,
            Runnable overflow,
            int number) {
        return store.find(recoveryRequest.pid())
                .thenCompose(found -> found(found, recoveryRequest, caller, new BufferingSocket(socket, overflow)))
                .exceptionallyCompose(failure -> {
                    if (!(Failures.unwrap(failure) instanceof SessionChangedException)) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    return number < MAX_ATTEMPTS
                            ? attempt(recoveryRequest, caller, socket, overflow, number + 1)
                            : refused(Outcome.UNKNOWN);
                });
    }

    /** The session is not as it was read. */
    private static final class SessionChangedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SessionChangedException() {
            super(null, null, false, false);
        }
    }

    /** The client has disconnected before it entered the namespace; it may try again. */
    void abandon(RestoredSession restored) {
        rooms.leaveAll(restored.member());
    }

    private CompletionStage<Optional<RestoredSession>> found(
            Optional<PersistedSession> found,
            RecoveryRequest recoveryRequest,
            Optional<Identity> caller,
            BufferingSocket socket) {
        if (found.isEmpty()) {
            return refused(Outcome.UNKNOWN);
        }
        RecoverableSession session = found.get().session();
        if (caller.isPresent() && !caller.map(Identity::userId).equals(session.user())) {
            return refused(Outcome.OTHER_USER);
        }
        OptionalLong offset = offset(recoveryRequest, found.get());
        return offset.isPresent()
                ? resume(recoveryRequest.pid(), found.get(), offset.getAsLong(), socket)
                : refused(Outcome.INCOMPLETE);
    }

    /** The offset to read from. Events before the start of the session, or a minute before its last save, have arrived. */
    private static OptionalLong offset(RecoveryRequest recoveryRequest, PersistedSession found) {
        long arrived = Math.max(found.session().since(), found.savedAt() - DETECTION_MICROS);
        OptionalLong last = recoveryRequest.offset().map(EventOffset::parse).orElse(OptionalLong.of(arrived));
        return last.isPresent() ? OptionalLong.of(Math.max(last.getAsLong(), arrived)) : last;
    }

    private CompletionStage<Optional<RestoredSession>> resume(
            String pid, PersistedSession found, long offset, BufferingSocket socket) {
        RecoverableSession session = found.session();
        Member member = new Member(socket);
        var credentials = new SessionCredentials(pid, secrets.get(), session.socketId(), session.since());
        return joinAll(member, session.rooms())
                .thenCompose(live -> missed(offset, session.rooms()))
                .thenCompose(missed -> missed.map(complete ->
                                takeOver(found, new RestoredSession(credentials, session, member, socket, complete)))
                        .orElseGet(() -> refused(Outcome.INCOMPLETE)))
                .whenComplete((restored, failure) -> {
                    if (failure != null || restored.isEmpty()) {
                        rooms.leaveAll(member);
                    }
                });
    }

    private CompletionStage<Void> joinAll(Member member, Set<String> wanted) {
        return CompletableFuture.allOf(wanted.stream()
                .map(room -> rooms.join(member, room).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** A socket in no room has missed nothing, because it had not joined "everyone" either. */
    private CompletionStage<Optional<MissedPackets>> missed(long offset, Set<String> wanted) {
        return wanted.isEmpty()
                ? CompletableFuture.completedFuture(Optional.of(MissedPackets.NOTHING))
                : log.after(offset, wanted);
    }

    private CompletionStage<Optional<RestoredSession>> takeOver(PersistedSession found, RestoredSession restored) {
        SessionCredentials credentials = restored.credentials();
        return store.takeOver(credentials.pid(), found, credentials.holder(), RecoverableSockets.RESUMABLE)
                .thenCompose(taken -> {
                    if (!taken) {
                        return CompletableFuture.failedFuture(new SessionChangedException());
                    }
                    if (!found.holder().equals(SessionStore.NOBODY)) {
                        takenOver.accept(found.holder());
                    }
                    return CompletableFuture.completedFuture(Optional.of(restored));
                });
    }

    private CompletionStage<Optional<RestoredSession>> refused(Outcome why) {
        meters.attempted(why);
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private Optional<RestoredSession> failed(Throwable failure) {
        failures.run(count -> LOG.warn(
                "{} sessions could not be resumed, the last one because of {}",
                count,
                Failures.unwrap(failure).toString()));
        meters.attempted(Outcome.FAILED);
        return Optional.empty();
    }

    private Optional<RestoredSession> counted(Optional<RestoredSession> restored) {
        restored.ifPresent(recovered -> {
            meters.attempted(Outcome.RECOVERED);
            meters.replayed(recovered.missed().packets().size());
        });
        return restored;
    }
}
