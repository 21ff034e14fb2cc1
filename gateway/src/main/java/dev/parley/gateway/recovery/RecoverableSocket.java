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

/** What is kept of one socket; written in order, one write at a time. Any thread. */
final class RecoverableSocket {
    private static final Logger LOG = LoggerFactory.getLogger(RecoverableSocket.class);
    /** Whoever is in more rooms is not kept. */
    private static final int MOST_ROOMS = 500;

    private final Member member;
    private final Supplier<Optional<UserId>> user;
    private final SessionCredentials ticket;
    private final SessionStore store;
    private final Rooms rooms;
    private final RecoveryMeters meters;
    private CompletionStage<Void> last = CompletableFuture.completedStage(null);
    private boolean ended;

    RecoverableSocket(
            Member member,
            Supplier<Optional<UserId>> user,
            SessionCredentials ticket,
            SessionStore store,
            Rooms rooms,
            RecoveryMeters meters) {
        this.member = member;
        this.user = user;
        this.ticket = ticket;
        this.store = store;
        this.rooms = rooms;
        this.meters = meters;
    }

    String holder() {
        return ticket.holder();
    }

    /** As it is when its turn comes. Never fails. */
    synchronized CompletionStage<Void> save() {
        return ended ? last : write(() -> save(session()));
    }

    /** As it is now, for as long as a client may be away; or nothing. */
    synchronized void end(boolean isLost) {
        ended = true;
        RecoverableSession session = session();
        write(() -> isLost ? store.release(ticket.pid(), ticket.holder(), session, RecoverableSockets.AWAY) : forget());
    }

    private CompletionStage<Void> save(RecoverableSession session) {
        return session.rooms().size() > MOST_ROOMS
                ? forget()
                : store.save(ticket.pid(), ticket.holder(), session, RecoverableSockets.ALIVE);
    }

    private CompletionStage<Void> forget() {
        return store.forget(ticket.pid(), ticket.holder(), RecoverableSockets.ALIVE);
    }

    private RecoverableSession session() {
        return new RecoverableSession(ticket.socketId(), user.get(), rooms.roomsOf(member), ticket.since());
    }

    private CompletionStage<Void> write(Supplier<CompletionStage<Void>> write) {
        last = last.thenCompose(before -> write.get()).exceptionally(this::unsaved);
        return last;
    }

    private Void unsaved(Throwable failure) {
        LOG.debug("a session is not kept: {}", Failures.unwrap(failure).toString());
        meters.unsaved();
        return null;
    }
}
