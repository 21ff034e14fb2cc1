package dev.parley.presence;

import dev.parley.core.id.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part of presence: counts its sockets per user, tells the registry, renews the node's lease and sweeps. Every
 * change, its own or swept, goes to the consumer once, which must not block and must not throw.
 *
 * <p>While the registry is away, stages fail with {@code StorageException}, but the count stays and is told when the
 * registry is back. Callers need not act on a failure.
 */
public final class LocalPresence {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPresence.class);
    private static final int REPORTS_AT_ONCE = 64;

    private final PresenceRegistry registry;
    private final Consumer<PresenceChange> changes;
    private final Repeating renewing;
    private final Repeating sweeping;
    private final ConcurrentMap<UserId, LocalUser> users = new ConcurrentHashMap<>();
    private final AtomicBoolean reporting = new AtomicBoolean();
    private volatile boolean away;
    private volatile boolean reportAll;
    private volatile boolean handingOver;
    private volatile boolean stopping;

    /** @param timer starts the renewals and sweeps, which do not block it; stays the caller's to shut down */
    public LocalPresence(
            PresenceRegistry registry,
            PresenceSettings settings,
            Consumer<PresenceChange> changes,
            ScheduledExecutorService timer) {
        this.registry = registry;
        this.changes = changes;
        this.renewing = new Repeating(timer, LeaseRules.renewEvery(settings.lease()), this::renew);
        this.sweeping = new Repeating(timer, LeaseRules.sweepEvery(settings.lease()), this::sweep);
    }

    /** Completes when the lease was asked for once, or could not be; the renewals go on either way. */
    public CompletionStage<Void> start() {
        sweeping.start();
        return renewing.start();
    }

    /** Completes when the cluster counts the socket and the consumer has the change, if there is one. */
    public CompletionStage<Void> connected(UserId user) {
        return tell(user, local -> local.add(stopping ? 0 : 1));
    }

    /** Completes when the cluster no longer counts the socket. The offline change comes after the grace, from any node. */
    public CompletionStage<Void> disconnected(UserId user) {
        return tell(user, local -> local.add(-1));
    }

    /** False: the user appears offline until true or until the last connection goes. Completes when told. */
    public CompletionStage<Void> setVisible(UserId user, boolean visible) {
        return tell(user, local -> local.visible(visible));
    }

    /** From now on this node sends its users away: who leaves is given the time to come back to another node. */
    public void handOver() {
        handingOver = true;
    }

    /**
     * Ends the renewals and hands all users over: who reconnects to another node within the grace of that was never
     * away. Completes when told; what could not be told ends with the lease. May be called twice.
     */
    public CompletionStage<Void> stop() {
        handingOver = true;
        stopping = true;
        renewing.stop();
        sweeping.stop();
        return inTurns(List.copyOf(users.keySet()), LocalUser::none);
    }

    /** Users with a socket here, or with something that the registry could not be told yet. */
    public int knownUsers() {
        return users.size();
    }

    private CompletionStage<Void> tell(UserId user, Function<LocalUser, CompletionStage<Void>> wish) {
        var told = new CompletableFuture<Void>();
        var local = users.compute(user, (id, known) -> {
            var entry = known == null ? new LocalUser(id) : known;
            wish.apply(entry).whenComplete((done, failure) -> complete(told, failure));
            return entry;
        });
        advance(local);
        return told.minimalCompletionStage();
    }

    private static void complete(CompletableFuture<Void> told, Throwable failure) {
        if (failure == null) {
            told.complete(null);
        } else {
            told.completeExceptionally(failure);
        }
    }

    private void advance(LocalUser local) {
        local.begin().ifPresent(step -> run(local, step).whenComplete((done, failure) -> ended(local, step, failure)));
    }

    private void ended(LocalUser local, LocalUser.Step step, Throwable failure) {
        boolean more = failure == null ? local.succeeded() : local.failed(step);
        if (more) {
            advance(local);
        }
        users.computeIfPresent(local.id, (id, entry) -> entry == local && entry.isDone() ? null : entry);
        complete(step.done(), failure);
    }

    /** Hides before it counts, so that a hidden user who is told again is not shown for a moment. */
    private CompletionStage<Void> run(LocalUser local, LocalUser.Step step) {
        boolean hide = step.visibility().equals(Optional.of(false));
        boolean show = step.visibility().equals(Optional.of(true));
        CompletionStage<Void> told = hide ? visible(local.id, false) : CompletableFuture.completedStage(null);
        told = told.thenCompose(done -> counted(local.id, step.sockets()))
                .thenAccept(change -> change.ifPresent(changes));
        if (show) {
            told = told.thenCompose(done -> visible(local.id, true));
        }
        return step.unsure() ? told.thenCompose(done -> repeatLast(local.id)) : told;
    }

    private CompletionStage<Optional<PresenceChange>> counted(UserId user, int sockets) {
        return handingOver && sockets == 0 ? registry.handOver(user) : registry.report(user, sockets);
    }

    private CompletionStage<Void> visible(UserId user, boolean visible) {
        return registry.setVisible(user, visible).thenAccept(change -> change.ifPresent(changes));
    }

    /** The answer to a failed step may have been lost with a change in it. Its version makes hearing it twice harmless. */
    private CompletionStage<Void> repeatLast(UserId user) {
        return registry.query(List.of(user)).thenAccept(states -> handOver(states.get(user)));
    }

    private void handOver(PresenceState state) {
        state.lastActive()
                .map(active -> new PresenceChange(state.userId(), state.isOnline(), active, state.version()))
                .ifPresent(changes);
    }

    private CompletionStage<Void> renew() {
        return registry.renewLease().handle(this::renewed);
    }

    private Void renewed(Boolean known, Throwable failure) {
        noteWhetherAway(failure);
        reportAll = reportAll || failure != null || !known;
        if (failure == null && reporting.compareAndSet(false, true)) {
            reportAgain().whenComplete((done, never) -> reporting.set(false));
        }
        return null;
    }

    private void noteWhetherAway(Throwable failure) {
        if (failure != null && !away) {
            LOG.warn("presence: the registry is away, changes wait until it is back", failure);
        } else if (failure == null && away) {
            LOG.info("presence: the registry is back, reporting {} users", users.size());
        }
        away = failure != null;
    }

    /** Beside the renewals, because many users may take longer than a lease lasts. */
    private CompletionStage<Void> reportAgain() {
        boolean everyone = reportAll;
        reportAll = false;
        var ids = users.values().stream()
                .filter(local -> everyone || local.isUntold())
                .map(local -> local.id)
                .toList();
        return inTurns(ids, LocalUser::again);
    }

    /** One failure does not end the turns: the user stays untold and is taken up at the next renewal. */
    private CompletionStage<Void> inTurns(List<UserId> ids, Function<LocalUser, CompletionStage<Void>> wish) {
        var turns = new Turns<UserId>(REPORTS_AT_ONCE, id -> tellKnown(id, wish));
        return turns.take(ids);
    }

    private CompletionStage<Void> tellKnown(UserId id, Function<LocalUser, CompletionStage<Void>> wish) {
        return users.containsKey(id) ? tell(id, wish) : CompletableFuture.completedStage(null);
    }

    private CompletionStage<Void> sweep() {
        return registry.sweep().thenCompose(this::swept);
    }

    /** A sweep is bounded and may have left more; and the next one tells the registry at once that this one was heard. */
    private CompletionStage<Void> swept(Collection<PresenceChange> found) {
        found.forEach(changes);
        return found.isEmpty() || stopping ? CompletableFuture.completedStage(null) : sweep();
    }
}
