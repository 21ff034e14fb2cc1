package dev.parley.gateway.events;

import dev.parley.core.error.ErrorCode;
import dev.parley.core.error.Rejection;
import java.time.Duration;
import java.util.Map;

/** The rates at which one socket may emit events. The message rules have further limits, per user and over the cluster. */
enum EventLimit {
    /** All events together, known or not. */
    ALL(200, Duration.ofMillis(10)),
    /** Announcements of typing. */
    TYPING(20, Duration.ofMillis(500)),
    /** {@code set-online-status}: each one may be announced to every connected socket. */
    ONLINE_STATUS(20, Duration.ofSeconds(1));

    private final long intervalNanos;
    private final long burstNanos;

    /** @param interval after which one more is free, when {@code burst} were sent at once */
    EventLimit(int burst, Duration interval) {
        this.intervalNanos = interval.toNanos();
        this.burstNanos = intervalNanos * (burst - 1);
    }

    /** @param wait after which an event is within the limit again */
    static Rejection exceeded(Duration wait) {
        return new Rejection(
                ErrorCode.RATE_LIMITED, "too many events on this socket", null, wait.plusMillis(1), Map.of());
    }

    long intervalNanos() {
        return intervalNanos;
    }

    long burstNanos() {
        return burstNanos;
    }
}
