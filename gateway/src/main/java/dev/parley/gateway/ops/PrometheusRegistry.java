package dev.parley.gateway.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.stream.DoubleStream;

/** Settings of all meters: one set of buckets for durations, and Prometheus naming. */
public final class PrometheusRegistry {
    private static final double[] BUCKETS = DoubleStream.of(0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
            .map(millis -> millis * Duration.ofMillis(1).toNanos())
            .toArray();

    private PrometheusRegistry() {}

    public static PrometheusMeterRegistry create() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.config()
                .meterFilter(new LatencyBuckets())
                // Micrometer's own names for these break Prometheus' rules; process.cpu.usage tells the same.
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        return registry;
    }

    private static final class LatencyBuckets implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            return id.getType() == Meter.Type.TIMER && id.getName().startsWith("parley.")
                    ? DistributionStatisticConfig.builder()
                            .serviceLevelObjectives(BUCKETS)
                            .build()
                            .merge(config)
                    : config;
        }
    }
}
