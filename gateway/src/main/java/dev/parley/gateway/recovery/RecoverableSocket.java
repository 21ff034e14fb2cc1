package dev.parley.gateway.recovery;

import dev.parley.core.error.Failures;
import dev.parley.core.id.UserId;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.rooms.Rooms;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves the session of one socket, in order, one write at a time. Any thread. */
final class RecoverableSocket {
    private static final Logger LOG = LoggerFactory.getLogger(RecoverableSocket.class);
    /** The session of a socket in more rooms cannot be resumed. */
    private static final int MAX_ROOMS = 500;

    private final Member member;
    private final Supplier<Optional<UserId>> user;
    private final SessionCredentials credentials;
    private final SessionStore store;
    private final Rooms rooms;
    private final RecoveryMeters meters;
    private CompletionStage<Void> last = CompletableFuture.completedStage(null);
    private boolean ended;

    RecoverableSocket(
            Member member,
            Supplier<Optional<UserId>> user,
            SessionCredentials credentials,
            SessionStore store,
            Rooms rooms,
            RecoveryMeters meters) {
        this.member = member;
        this.user = user;
        this.credentials = credentials;
        this.store = store;
        this.rooms = rooms;
        this.meters = meters;
    }

    String holder() {
        return credentials.holder();
    }

    /** Saves the state at the time of the write. Never fails. */
    synchronized CompletionStage<Void> save() {
        return ended ? last : write(() -> save(session()));
    }

    /** Saves the last state of a lost socket, or removes the session. */
    synchronized void end(boolean isLost) {
        ended = true;
        RecoverableSession session = session();
        write(() -> isLost
                ? store.release(credentials.pid(), credentials.holder(), session, RecoverableSockets.RESUMABLE)
                : forget());
    }

    private CompletionStage<Void> save(RecoverableSession session) {
        return session.rooms().size() > MAX_ROOMS
                ? forget()
                : store.save(credentials.pid(), credentials.holder(), session, RecoverableSockets.KEPT_WHILE_OPEN);
    }

    private CompletionStage<Void> forget() {
        return store.forget(credentials.pid(), credentials.holder(), RecoverableSockets.KEPT_WHILE_OPEN);
    }

    private RecoverableSession session() {
        return new RecoverableSession(credentials.socketId(), user.get(), rooms.roomsOf(member), credentials.since());
    }

    private CompletionStage<Void> write(Supplier<CompletionStage<Void>> write) {
        last = last.thenCompose(before -> write.get()).exceptionally(this::unsaved);
        return last;
    }

    private Void unsaved(Throwable failure) {
        LOG.debug("A session could not be saved: {}", Failures.unwrap(failure).toString());
        meters.unsaved();
        return null;
    }
}
