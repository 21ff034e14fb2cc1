package dev.parley.gateway.recovery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What connection state recovery counts. */
public final class RecoveryMeters {

    enum Outcome {
        RECOVERED,
        /** No session: it was away for too long, left by itself, or made the pid up. */
        UNKNOWN,
        /** The token is another user's. */
        OTHER_USER,
        /** What it missed is not kept any more, or is more than is sent again. */
        INCOMPLETE,
        /** Redis was away or slow. */
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
                            .description("Clients that wanted to go on where they were")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        replayed = Counter.builder("parley.recovery.replayed")
                .description("Events sent again to clients that had missed them")
                .register(registry);
        unsaved = Counter.builder("parley.recovery.unsaved")
                .description("Sessions that Redis did not take")
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
