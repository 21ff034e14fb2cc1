package dev.parley.gateway.webhooks;

import dev.parley.gateway.outgoing.FailureReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The meters of one endpoint, by its name. Every counter exists from the start. Any thread. */
final class WebhookMeters {
    private static final String ENDPOINT = "endpoint";

    private final MeterRegistry registry;
    private final String endpoint;
    private final Clock clock;
    private final Timer deliveries;
    private final Map<FailureReason, Counter> failures = new EnumMap<>(FailureReason.class);
    private volatile Instant oldest;
    private volatile long pending;
    private volatile boolean isPaused;

    WebhookMeters(MeterRegistry registry, String endpoint, Clock clock) {
        this.registry = registry;
        this.endpoint = endpoint;
        this.clock = clock;
        deliveries = Timer.builder("parley.webhooks.delivery")
                .description("Webhooks that an endpoint has accepted, from sending to its status")
                .tag(ENDPOINT, endpoint)
                .register(registry);
        for (FailureReason reason : FailureReason.values()) {
            failures.put(reason, failures(reason));
        }
        gauge("parley.webhooks.lag", all -> all.lag())
                .description("Age of the oldest event of this node's shards that is not delivered")
                .baseUnit("seconds")
                .register(registry);
        gauge("parley.webhooks.pending", all -> all.pending)
                .description("Documents of this node's shards with an event that is not delivered")
                .register(registry);
        gauge("parley.webhooks.paused", all -> all.isPaused ? 1 : 0)
                .description("1 while the endpoint is paused")
                .register(registry);
    }

    void delivered(Duration took) {
        deliveries.record(took);
    }

    void failed(FailureReason reason) {
        failures.get(reason).increment();
    }

    void oldest(Optional<Instant> pendingSince) {
        oldest = pendingSince.orElse(null);
    }

    void pending(long documents) {
        pending = documents;
    }

    void paused(boolean nothingIsSent) {
        isPaused = nothingIsSent;
    }

    private double lag() {
        Instant since = oldest;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
    }

    private Counter failures(FailureReason reason) {
        return Counter.builder("parley.webhooks.failures")
                .description("Attempts to deliver a webhook that have failed; each is repeated")
                .tag(ENDPOINT, endpoint)
                .tag("reason", reason.word())
                .register(registry);
    }

    private Gauge.Builder<WebhookMeters> gauge(String name, ToDoubleFunction<WebhookMeters> value) {
        return Gauge.builder(name, this, value).tag(ENDPOINT, endpoint).strongReference(true);
    }
}
