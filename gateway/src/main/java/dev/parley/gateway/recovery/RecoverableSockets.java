package dev.parley.gateway.recovery;

import dev.parley.core.id.UserId;
import dev.parley.gateway.rooms.Member;
import dev.parley.gateway.rooms.Rooms;
import dev.parley.gateway.timers.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Keeps in the store what this node's sockets are, so that they can come back to any node: from the first moment on and with
 * every change, since a node that is killed saves nothing any more; and again every half minute, so that what is kept of a socket
 * that lives never ends. Any thread; what the store does not take is counted.
 */
public final class RecoverableSockets {
    /** How long a client may be away. */
    static final Duration AWAY = Duration.ofMinutes(2);

    private static final Duration ROUND = Duration.ofSeconds(30);
    private static final int TURNS = 30;
    private static final Duration TURN = ROUND.dividedBy(TURNS);
    /** So that whoever is on a node that dies just before their turn has their time away, too. */
    static final Duration ALIVE = AWAY.plus(ROUND);

    private final SessionStore store;
    private final Rooms rooms;
    private final Timers timers;
    private final RecoveryMeters meters;
    private final SessionHolders holders;
    private final ConcurrentMap<Member, RecoverableSocket> sockets = new ConcurrentHashMap<>();
    private Timers.Pending turn = () -> {};
    private boolean stopped;

    public RecoverableSockets(
            SessionStore store, Rooms rooms, Timers timers, RecoveryMeters meters, SessionHolders holders) {
        this.store = store;
        this.rooms = rooms;
        this.timers = timers;
        this.meters = meters;
        this.holders = holders;
    }

    public void start() {
        next(0);
    }

    /** May be called twice. */
    public synchronized void stop() {
        stopped = true;
        turn.cancel();
    }

    /**
     * Begins to keep a socket; does nothing for one without credentials.
     *
     * @param user who the socket speaks for at the moment of a save
     */
    public void opened(Member member, Supplier<Optional<UserId>> user, HandshakeResult admitted) {
        admitted.ticket().ifPresent(ticket -> {
            var socket = new RecoverableSocket(member, user, ticket, store, rooms, meters);
            sockets.put(member, socket);
            holders.add(ticket.holder(), member.recipient().socket());
            socket.save();
        });
    }

    /** Completes when what changed is kept, or could not be. */
    CompletionStage<Void> changed(Member member) {
        RecoverableSocket socket = sockets.get(member);
        return socket == null ? CompletableFuture.completedStage(null) : socket.save();
    }

    /**
     * The socket is gone, and still in its rooms.
     *
     * @param isLost nobody wanted it to go, so it may come back
     */
    public void closed(Member member, boolean isLost) {
        RecoverableSocket socket = sockets.remove(member);
        if (socket != null) {
            holders.remove(socket.holder());
            socket.end(isLost);
        }
    }

    int count() {
        return sockets.size();
    }

    private synchronized void next(int number) {
        if (!stopped) {
            turn = timers.after(TURN, () -> take(number));
        }
    }

    private void take(int number) {
        sockets.forEach((member, socket) -> {
            if (Math.floorMod(member.hashCode(), TURNS) == number) {
                socket.save();
            }
        });
        next((number + 1) % TURNS);
    }
}
