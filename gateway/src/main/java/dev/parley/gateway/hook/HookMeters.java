package dev.parley.gateway.hook;

import dev.parley.gateway.outgoing.FailureReason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The meters of the hook; they exist from its first question. Any thread. */
final class HookMeters {
    private static final String ANSWERED = "answered";
    private static final String NOT_ASKED = "circuit_open";

    private final MeterRegistry registry;

    HookMeters(MeterRegistry registry, BooleanSupplier isOpen) {
        this.registry = registry;
        Gauge.builder("parley.hook.open", isOpen, open -> open.getAsBoolean() ? 1 : 0)
                .description("1 while the hook is not asked because it has not answered several times")
                .strongReference(true)
                .register(registry);
    }

    void answered(Duration took) {
        timer(ANSWERED).record(took);
    }

    void failed(FailureReason reason, Duration took) {
        timer(reason.word()).record(took);
    }

    void notAsked() {
        timer(NOT_ASKED).record(Duration.ZERO);
    }

    private Timer timer(String outcome) {
        return Timer.builder("parley.hook")
                .description("Questions to the hook about messages")
                .tag("outcome", outcome)
                .register(registry);
    }
}
