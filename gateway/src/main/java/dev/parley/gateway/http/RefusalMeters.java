package dev.parley.gateway.http;

import dev.parley.gateway.http.HttpConnections.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Counts the connections to the HTTP port that the server closed. */
final class RefusalMeters implements Consumer<Refusal> {
    private final Map<Refusal, Counter> counters = new EnumMap<>(Refusal.class);

    RefusalMeters(MeterRegistry registry) {
        for (Refusal reason : Refusal.values()) {
            counters.put(
                    reason,
                    Counter.builder("parley.http.connections.refused")
                            .description("Connections to the HTTP port that were closed over a bound")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    @Override
    public void accept(Refusal reason) {
        counters.get(reason).increment();
    }
}
