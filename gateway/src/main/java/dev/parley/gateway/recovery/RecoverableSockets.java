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
 * Saves the sessions of this node's sockets, so that clients can resume them on any node: when a socket opens and at every change,
 * since a node that is killed saves nothing; and every half minute, so that the session of an open socket does not expire. Any thread;
 * failures are counted.
 */
public final class RecoverableSockets {
    /** How long a lost session can be resumed. */
    static final Duration RESUMABLE = Duration.ofMinutes(2);

    private static final Duration RENEWAL_PERIOD = Duration.ofSeconds(30);
    private static final int RENEWAL_STEPS = 30;
    private static final Duration RENEWAL_STEP = RENEWAL_PERIOD.dividedBy(RENEWAL_STEPS);
    /** A node may be killed just before it renews the session. */
    static final Duration KEPT_WHILE_OPEN = RESUMABLE.plus(RENEWAL_PERIOD);

    private final SessionStore store;
    private final Rooms rooms;
    private final Timers timers;
    private final RecoveryMeters meters;
    private final SessionHolders holders;
    private final ConcurrentMap<Member, RecoverableSocket> sockets = new ConcurrentHashMap<>();
    private Timers.Pending nextRenewal = () -> {};
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
        nextRenewal.cancel();
    }

    /**
     * Begins to save a socket's session; does nothing for a socket without credentials.
     *
     * @param user the socket's user at the time of a save
     */
    public void opened(Member member, Supplier<Optional<UserId>> user, HandshakeResult admitted) {
        admitted.credentials().ifPresent(credentials -> {
            var socket = new RecoverableSocket(member, user, credentials, store, rooms, meters);
            sockets.put(member, socket);
            holders.add(credentials.holder(), member.handle().socket());
            socket.save();
        });
    }

    /** Saves the session. Completes when that has succeeded or failed. */
    CompletionStage<Void> changed(Member member) {
        RecoverableSocket socket = sockets.get(member);
        return socket == null ? CompletableFuture.completedStage(null) : socket.save();
    }

    /**
     * The socket has closed, and is still in its rooms.
     *
     * @param isLost neither side closed it on purpose, so the session can be resumed
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
            nextRenewal = timers.after(RENEWAL_STEP, () -> take(number));
        }
    }

    private void take(int number) {
        sockets.forEach((member, socket) -> {
            if (Math.floorMod(member.hashCode(), RENEWAL_STEPS) == number) {
                socket.save();
            }
        });
        next((number + 1) % RENEWAL_STEPS);
    }
}
