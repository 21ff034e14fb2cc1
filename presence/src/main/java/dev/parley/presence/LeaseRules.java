package dev.parley.presence;

import java.time.Duration;

/** How often a lease is renewed and lapsed ones are looked for. */
final class LeaseRules {
    private static final int RENEWALS_PER_LEASE = 4;
    private static final Duration LONGEST_SWEEP_PAUSE = Duration.ofSeconds(1);

    private LeaseRules() {}

    /** Three renewals in a row may fail before the lease lapses. */
    static Duration renewEvery(Duration lease) {
        return lease.dividedBy(RENEWALS_PER_LEASE);
    }

    static Duration sweepEvery(Duration lease) {
        var pause = renewEvery(lease);
        return pause.compareTo(LONGEST_SWEEP_PAUSE) < 0 ? pause : LONGEST_SWEEP_PAUSE;
    }
}
