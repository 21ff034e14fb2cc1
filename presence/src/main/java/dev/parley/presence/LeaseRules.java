package dev.parley.presence;

import java.time.Duration;
import java.time.Instant;

/**
 * When somebody counts as gone. Pure: the time comes in. The Lua steps of {@code presence.redis} decide by the same rules
 * with the time of Redis, and one contract suite holds both to them.
 */
public final class LeaseRules {
    private static final int RENEWALS_PER_LEASE = 4;
    private static final Duration LONGEST_SWEEP_PAUSE = Duration.ofSeconds(1);

    private LeaseRules() {}

    /** Three renewals in a row may fail before the lease lapses. */
    public static Duration renewEvery(Duration lease) {
        return lease.dividedBy(RENEWALS_PER_LEASE);
    }

    public static Duration sweepEvery(Duration lease) {
        var pause = renewEvery(lease);
        return pause.compareTo(LONGEST_SWEEP_PAUSE) < 0 ? pause : LONGEST_SWEEP_PAUSE;
    }

    /** After a kill, the longest time until a sweep says so, when Redis answers at once. */
    public static Duration longestFalseOnline(PresenceSettings settings) {
        var silence = settings.lease().compareTo(settings.grace()) > 0 ? settings.lease() : settings.grace();
        return silence.plus(sweepEvery(settings.lease()));
    }

    public static boolean isOver(Instant end, Instant now) {
        return !now.isBefore(end);
    }

    /**
     * When a user lost the last socket because a node died: the node's last sign of life, unless the user was heard of
     * later, through another node.
     */
    public static Instant goneAt(Instant leaseEnd, Duration lease, Instant lastReport) {
        var lastRenewal = leaseEnd.minus(lease);
        return lastReport.isAfter(lastRenewal) ? lastReport : lastRenewal;
    }

    /** Starts from the clock, so that it grows even when Redis forgot the last one. */
    public static long nextVersion(long last, Instant now) {
        return Math.max(last + 1, now.toEpochMilli());
    }
}
