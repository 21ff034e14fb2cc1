package dev.parley.gateway.recovery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

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

    private final Map<Outcome, Counter> attempts = new EnumMap<>(Outcome.class);
    private final Counter replayed;
    private final Counter unsaved;

    public RecoveryMeters(MeterRegistry registry) {
        for (Outcome outcome : Outcome.values()) {
            attempts.put(
                    outcome,
                    Counter.builder("parley.recovery.attempts")
                            .description("Attempts to resume a session")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        replayed = Counter.builder("parley.recovery.replayed")
                .description("Events replayed to recovered clients")
                .register(registry);
        unsaved = Counter.builder("parley.recovery.unsaved")
                .description("Sessions that could not be saved in Redis")
                .register(registry);
    }

    void attempted(Outcome outcome) {
        attempts.get(outcome).increment();
    }

    void replayed(int events) {
        replayed.increment(events);
    }

    void unsaved() {
        unsaved.increment();
    }
}
