package dev.parley.gateway.cluster;

import java.time.Duration;

/**
 * The bounds of the event log.
 *
 * @param keyPrefix of all keys; without braces
 * @param entries events that are kept of one room, about, and of the namespace
 * @param age events older than this are not kept. Longer than a lost session can be resumed, by the time in which a lost connection is detected
 * @param maxRead events that are read for one client
 * @param maxMissed events, and {@code maxMissedBytes} bytes, that are replayed to one client; beyond that it starts a new session
 */
public record EventLogSettings(
        String keyPrefix, int entries, Duration age, int maxRead, int maxMissed, int maxMissedBytes) {

    public static EventLogSettings defaults(String keyPrefix) {
        return new EventLogSettings(keyPrefix, 2_000, Duration.ofMinutes(4), 5_000, 1_000, 1 << 20);
    }
}
