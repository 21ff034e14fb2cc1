package dev.parley.gateway.cluster;

import java.time.Duration;

/**
 * The bounds of what is kept for clients that come back.
 *
 * @param keyPrefix of all keys; without braces
 * @param entries about as many events are kept of one room, and of those for several rooms or for everyone
 * @param age events older than this are not kept. More than a client may be away, by the time in which nobody notices that it is
 * @param mostRead events that are looked at for one client
 * @param mostMissed events, and {@code mostMissedBytes} bytes, that one client is given; who missed more reads again
 */
public record EventLogSettings(
        String keyPrefix, int entries, Duration age, int mostRead, int mostMissed, int mostMissedBytes) {

    public static EventLogSettings defaults(String keyPrefix) {
        return new EventLogSettings(keyPrefix, 2_000, Duration.ofMinutes(4), 5_000, 1_000, 1 << 20);
    }
}
