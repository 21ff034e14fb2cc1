package dev.parley.gateway.webpush;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Push services that have asked to wait ({@code Retry-After}), by origin. Any thread. */
final class PushServiceHolds {
    /** Users choose the endpoints, so the number is bounded; the least recently held are forgotten. */
    private static final int MAX_ORIGINS = 1_000;

    /** Until when, on the clock of the caller, in nanoseconds. */
    private final Map<String, Long> held = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_ORIGINS;
        }
    };

    synchronized void hold(String origin, Duration pause, long now) {
        Duration longer = pause(origin, now).compareTo(pause) > 0 ? pause(origin, now) : pause;
        held.remove(origin);
        held.put(origin, now + longer.toNanos());
    }

    /** How long to wait; zero for a service that may be asked. */
    synchronized Duration pause(String origin, long now) {
        Long until = held.get(origin);
        return until == null || until - now <= 0 ? Duration.ZERO : Duration.ofNanos(until - now);
    }
}
