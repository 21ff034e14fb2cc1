package dev.parley.gateway.webhooks;

import dev.parley.gateway.timers.BackOff;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When an endpoint may be tried again. One failure holds up the events of its own chat only. After {@link #FAILURES_IN_A_ROW} without
 * a success in between the endpoint itself is failing: then it is probed with one request at a time. Not thread-safe.
 */
final class EndpointBackOff {
    static final int FAILURES_IN_A_ROW = 3;
    private static final BackOff OF_ENDPOINT = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final BackOff OF_KEY = new BackOff(Duration.ofSeconds(1), Duration.ofHours(1));
    /** Of keys in back-off; those beyond it are tried again with the next page. */
    private static final int MAX_KEYS = 10_000;

    private final DoubleSupplier random;
    private final Map<String, Held> keys = new HashMap<>();
    private int failures;
    private long notBefore;
    private boolean isHeld;

    /** @param until on the clock of the caller, in nanoseconds */
    private record Held(int failures, long until) {}

    /** @param random from 0 to 1 */
    EndpointBackOff(DoubleSupplier random) {
        this.random = random;
    }

    boolean isFailing() {
        return failures >= FAILURES_IN_A_ROW;
    }

    /** How long the endpoint must not be tried; zero when it may be. */
    Duration pause(long now) {
        if (isHeld && notBefore - now > 0) {
            return Duration.ofNanos(notBefore - now);
        }
        isHeld = false;
        return Duration.ZERO;
    }

    boolean isHeld(String key, long now) {
        Held held = keys.get(key);
        return held != null && held.until() - now > 0;
    }

    void succeeded(String key) {
        failures = 0;
        keys.remove(key);
    }

    /** @param retryAfter holds the whole endpoint, since it speaks of the server and not of the event */
    void failed(String key, Optional<Duration> retryAfter, long now) {
        failures++;
        if (isFailing()) {
            keys.clear();
            hold(jittered(OF_ENDPOINT.after(failures - FAILURES_IN_A_ROW + 1)), now);
        } else if (keys.size() < MAX_KEYS || keys.containsKey(key)) {
            int inARow = keys.containsKey(key) ? keys.get(key).failures() + 1 : 1;
            keys.put(key, new Held(inARow, now + jittered(OF_KEY.after(inARow)).toNanos()));
        }
        retryAfter.ifPresent(pause -> hold(pause, now));
    }

    private void hold(Duration pause, long now) {
        long until = now + pause.toNanos();
        notBefore = isHeld && notBefore - until > 0 ? notBefore : until;
        isHeld = true;
    }

    /** Between half and all of it, so that nodes and endpoints do not try in step. */
    private Duration jittered(Duration pause) {
        return Duration.ofNanos((long) (pause.toNanos() * (0.5 + random.getAsDouble() / 2)));
    }
}
