package dev.parley.gateway.recovery;

import dev.parley.gateway.metrics.EnumCounters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Metrics of connection state recovery. */
public final class RecoveryMeters {

    enum Outcome {
        RECOVERED,
        /** No session: it has expired, was closed by the client, or never existed. */
        UNKNOWN,
        /** The session is of another user than the token. */
        OTHER_USER,
        /** The missed events are not kept any more, or are too many. */
        INCOMPLETE,
        /** Redis was unavailable or slow. */
        FAILED
    }

    private final EnumCounters<Outcome> attempts;
    private final Counter replayed;
    private final Counter unsaved;

    public RecoveryMeters(MeterRegistry registry) {
        attempts = new EnumCounters<>(
                registry, Outcome.class, "parley.recovery.attempts", "Attempts to resume a session", "outcome");
        replayed = Counter.builder("parley.recovery.replayed")
                .description("Events replayed to recovered clients")
                .register(registry);
        unsaved = Counter.builder("parley.recovery.unsaved")
                .description("Sessions that could not be saved in Redis")
                .register(registry);
    }

    void attempted(Outcome outcome) {
        attempts.increment(outcome);
    }

    void replayed(int events) {
        replayed.increment(events);
    }

    void unsaved() {
        unsaved.increment();
    }
}
