package dev.parley.presence;

import java.time.Duration;

/**
 * Time limits of presence. All nodes of a cluster use the same values.
 *
 * @param keyPrefix first part of every Redis key, so that several applications can share a Redis
 * @param grace a user who reconnects within this time is not announced offline
 * @param handOver the same for the users of a node that drains; the official client waits up to 1.5 s before it reconnects, and up to
 *     3 s more if that fails
 * @param lease a node that did not renew for this long is dead, and declared so by a sweep, {@link PresenceTimings#sweepEvery} later at
 *     most. A registry that stood still for half of it grants every node another one
 */
public record PresenceSettings(String keyPrefix, Duration grace, Duration handOver, Duration lease) {

    public PresenceSettings {
        if (keyPrefix.isEmpty() || keyPrefix.indexOf('{') >= 0 || keyPrefix.indexOf('}') >= 0) {
            throw new IllegalArgumentException(
                    "presence key prefix must be non-empty and without braces: " + keyPrefix);
        }
        if (grace.isNegative() || handOver.compareTo(grace) < 0) {
            throw new IllegalArgumentException("presence grace must be >= 0, and that of a hand-over no shorter");
        }
        if (lease.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("presence lease must be >= 100 ms");
        }
    }

    /** The users of a killed node are announced offline within 10 s: after the lease, the pause of a sweep, and the time of Redis. */
    public static PresenceSettings defaults() {
        return new PresenceSettings("parley", Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(6));
    }

    public PresenceSettings withGrace(Duration other) {
        Duration longer = other.compareTo(handOver) < 0 ? handOver : other;
        return new PresenceSettings(keyPrefix, other, longer, lease);
    }

    public PresenceSettings withKeyPrefix(String other) {
        return new PresenceSettings(other, grace, handOver, lease);
    }
}
