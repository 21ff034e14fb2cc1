package dev.parley.gateway.hook;

import dev.parley.gateway.outgoing.FailureReason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The meters of the hook. They exist from the start: Prometheus does not see the event that creates a series. Any thread. */
final class HookMeters {
    private static final String ANSWERED = "answered";
    private static final String NOT_ASKED = "circuit_open";

    private final Map<String, Timer> timers;

    HookMeters(MeterRegistry registry, BooleanSupplier isOpen) {
        timers = Stream.concat(
                        Stream.of(ANSWERED, NOT_ASKED),
                        Stream.of(FailureReason.values()).map(FailureReason::word))
                .collect(Collectors.toUnmodifiableMap(Function.identity(), outcome -> timer(registry, outcome)));
        Gauge.builder("parley.hook.open", isOpen, open -> open.getAsBoolean() ? 1 : 0)
                .description("1 while the hook is not asked because it has not answered several times")
                .strongReference(true)
                .register(registry);
    }

    void answered(Duration took) {
        timers.get(ANSWERED).record(took);
    }

    void failed(FailureReason reason, Duration took) {
        timers.get(reason.word()).record(took);
    }

    void notAsked() {
        timers.get(NOT_ASKED).record(Duration.ZERO);
    }

    private static Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder("parley.hook")
                .description("Questions to the hook about messages")
                .tag("outcome", outcome)
                .register(registry);
    }
}
