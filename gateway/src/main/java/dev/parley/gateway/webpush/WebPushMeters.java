package dev.parley.gateway.webpush;

import dev.parley.gateway.outgoing.FailureReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The meters of web push. Every counter exists from the start. Any thread. */
final class WebPushMeters {
    private final Timer deliveries;
    private final Counter expired;
    private final Map<FailureReason, Counter> failures = new EnumMap<>(FailureReason.class);

    WebPushMeters(MeterRegistry registry) {
        deliveries = Timer.builder("parley.webpush.delivery")
                .description("Pushes that a push service has accepted, from sending to its status")
                .register(registry);
        expired = Counter.builder("parley.webpush.expired")
                .description("Subscriptions that were removed because their push service does not know them any more")
                .register(registry);
        for (FailureReason reason : FailureReason.values()) {
            failures.put(reason, failures(registry, reason));
        }
    }

    void accepted(Duration took) {
        deliveries.record(took);
    }

    void expired() {
        expired.increment();
    }

    void failed(FailureReason reason) {
        failures.get(reason).increment();
    }

    private static Counter failures(MeterRegistry registry, FailureReason reason) {
        return Counter.builder("parley.webpush.failures")
                .description("Attempts to send a push that have failed")
                .tag("reason", reason.word())
                .register(registry);
    }
}
