package dev.parley.core.rules;

/**
 * How fast one user may send over the whole cluster. Not a pure rule: a {@link RateLimiter} keeps the quota, and it is
 * asked last, so that what another rule refuses takes nothing.
 *
 * @param burst how many at once, from a full quota
 * @param perMinute how fast the quota fills again
 */
public record RateRule(Mode mode, int burst, int perMinute) {
    static final String NAME = "rate";
}
