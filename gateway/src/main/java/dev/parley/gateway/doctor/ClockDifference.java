package dev.parley.gateway.doctor;

import java.time.Duration;
import java.time.Instant;

/** Compares a store's clock with that of this machine. */
final class ClockDifference {
    private static final Duration TOLERATED = Duration.ofSeconds(1);

    private ClockDifference() {}

    /** @param here the time of this machine at which the store told its own */
    static Finding of(String subject, Instant there, Instant here) {
        Duration difference = Duration.between(there, here);
        if (difference.abs().compareTo(TOLERATED) <= 0) {
            return Finding.ok(subject, "the clock agrees with that of this machine");
        }
        return Finding.warning(
                subject,
                "the clock of this machine is " + difference.abs().toMillis() + " ms "
                        + (difference.isNegative() ? "behind" : "ahead of") + " that of the server",
                "synchronise both with NTP (timedatectl, chronyc tracking); times of messages and tokens depend on it");
    }
}
