package dev.parley.gateway.timers;

import java.time.Duration;

/** The pauses between attempts: each is twice as long as the one before, up to {@code longest}. */
public record BackOff(Duration first, Duration longest) {
    /** More doublings would overflow; {@code longest} is reached before. */
    private static final int MAX_DOUBLINGS = 20;

    /** @param failures attempts that have failed in a row; at least 1 */
    public Duration after(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
