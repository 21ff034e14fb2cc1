package dev.parley.presence;

import java.time.Duration;

/** Pauses between the periodic tasks of a node, derived from the lease. */
final class PresenceTimings {
    private static final int RENEWALS_PER_LEASE = 4;
    private static final int AUDITS_PER_LEASE = 3;
    private static final Duration LONGEST_SWEEP_PAUSE = Duration.ofSeconds(1);

    private PresenceTimings() {}

    /** Three renewals in a row may fail before the lease lapses. */
    static Duration renewEvery(Duration lease) {
        return lease.dividedBy(RENEWALS_PER_LEASE);
    }

    static Duration sweepEvery(Duration lease) {
        var pause = renewEvery(lease);
        return pause.compareTo(LONGEST_SWEEP_PAUSE) < 0 ? pause : LONGEST_SWEEP_PAUSE;
    }

    /** Between the audits of two shards. */
    static Duration auditEvery(Duration lease) {
        return lease.dividedBy(AUDITS_PER_LEASE);
    }
}
