package dev.parley.presence;

import dev.parley.core.error.Failures;
import dev.parley.core.id.UserId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part of presence: counts its sockets per user, tells the registry, renews the node's lease, sweeps, and audits what
 * the registry holds of this node. Every change, its own or swept, is handed to the consumer once, which must not block.
 *
 * <p>While the registry is unavailable, stages fail with {@code StorageException}, but the count stays and is told when the
 * registry is back. Callers need not act on a failure.
 */
public final class LocalPresence {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPresence.class);

    private static final int FAILURES_TO_WARN = 2;

    private final PresenceRegistry registry;
    private final LocalUsers users;
    private final PeriodicTask renewals;
    private final PeriodicTask sweeps;
    private final PeriodicTask audits;
    private final AtomicInteger nextAudit = new AtomicInteger();
    private final AtomicBoolean reconciling = new AtomicBoolean();
    private volatile boolean unavailable;
    /** In a row; renewals follow one another. */
    private volatile int failedRenewals;

    private volatile boolean mayHaveLost;
    private volatile boolean stopping;

    /** @param timer starts the periodic tasks, which do not block it; the caller shuts it down */
    public LocalPresence(
            PresenceRegistry registry,
            PresenceSettings settings,
            Consumer<PresenceChange> changes,
            ScheduledExecutorService timer) {
        this.registry = registry;
        this.users = new LocalUsers(registry, settings, changes);
        var lease = settings.lease();
        this.renewals = new PeriodicTask("renewal", timer, PresenceTimings.renewEvery(lease), this::renew);
        this.sweeps = new PeriodicTask("sweep", timer, PresenceTimings.sweepEvery(lease), this::sweep);
        this.audits = new PeriodicTask("audit", timer, PresenceTimings.auditEvery(lease), this::audit);
    }

    /** Completes when the first renewal was answered or failed; the renewals go on either way. */
    public CompletionStage<Void> start() {
        sweeps.startLater();
        audits.startLater();
        return renewals.start();
    }

    /** Completes when the cluster counts the socket and the consumer has the change, if there is one. */
    public CompletionStage<Void> connected(UserId user) {
        return users.tell(user, local -> local.add(stopping ? 0 : 1));
    }

    /** Completes when the cluster no longer counts the socket. The offline change comes after the grace, from any node. */
    public CompletionStage<Void> disconnected(UserId user) {
        return users.tell(user, local -> local.add(-1));
    }

    /** False: the user appears offline until true or until the last connection closes. Completes when told. */
    public CompletionStage<Void> setVisible(UserId user, boolean visible) {
        return users.tell(user, local -> local.choose(visible));
    }

    /** From now on this node moves its users to other nodes: whose sockets close has the longer grace of a hand-over. */
    public void handOver() {
        users.handOver();
    }

    /**
     * Ends the periodic tasks and hands all users over: who reconnects to another node within that grace shows no change.
     * Completes when told; what could not be told ends with the lease. May be called twice.
     */
    public CompletionStage<Void> stop() {
        users.handOver();
        stopping = true;
        renewals.stop();
        sweeps.stop();
        audits.stop();
        return users.removeAll();
    }

    /** A snapshot of {@link #knownUsers}. */
    public List<UserId> users() {
        return users.ids();
    }

    /** Number of users with a socket here, or with something that the registry could not be told yet. */
    public int knownUsers() {
        return users.count();
    }

    /** Number of users whose state in the registry differed from this node in an audit, and was corrected. Only grows. */
    public long disagreements() {
        return users.disagreements();
    }

    private CompletionStage<Void> renew() {
        return registry.renewLease().handle(this::renewed);
    }

    private Void renewed(Boolean isComplete, Throwable failure) {
        noteAvailability(failure);
        mayHaveLost = mayHaveLost || failure != null || !isComplete;
        if (failure == null && reconciling.compareAndSet(false, true)) {
            Failures.stageOf(this::catchUp).whenComplete((done, failed) -> {
                mayHaveLost = mayHaveLost || failed != null;
                reconciling.set(false);
            });
        }
        return null;
    }

    /** One renewal may be late, on a node that has just started for instance; the lease outlasts it. */
    private void noteAvailability(Throwable failure) {
        unavailable = failure != null;
        if (failure == null && failedRenewals >= FAILURES_TO_WARN) {
            LOG.info("Presence is written to Redis again; that of {} users is compared with it", users.count());
        }
        failedRenewals = failure == null ? 0 : failedRenewals + 1;
        if (failedRenewals == FAILURES_TO_WARN) {
            LOG.warn(
                    "Presence cannot be written to Redis; changes are announced once it can: {}",
                    Failures.unwrap(failure).getMessage());
        }
    }

    /** Beside the renewals, because many users may take longer than a lease lasts. */
    private CompletionStage<Void> catchUp() {
        if (!mayHaveLost) {
            return users.retry();
        }
        mayHaveLost = false;
        return users.retry().thenCompose(done -> reconcileFrom(0));
    }

    private CompletionStage<Void> reconcileFrom(int shard) {
        return shard == registry.shards()
                ? CompletableFuture.completedStage(null)
                : users.reconcile(shard, false).thenCompose(done -> reconcileFrom(shard + 1));
    }

    /** One shard at a time, so that a big node asks little at once. */
    private CompletionStage<Void> audit() {
        if (unavailable || stopping) {
            return CompletableFuture.completedStage(null);
        }
        return users.reconcile(Math.floorMod(nextAudit.getAndIncrement(), registry.shards()), !mayHaveLost);
    }

    private CompletionStage<Void> sweep() {
        return unavailable
                ? CompletableFuture.completedStage(null)
                : registry.sweep().thenCompose(this::swept);
    }

    /** A sweep is bounded and may have left more; the next one also acknowledges this one. */
    private CompletionStage<Void> swept(Collection<PresenceChange> found) {
        found.forEach(users::announce);
        return found.isEmpty() || stopping ? CompletableFuture.completedStage(null) : sweep();
    }
}
