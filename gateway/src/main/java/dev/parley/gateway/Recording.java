package dev.parley.gateway;

import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.rooms.DeliveryTrace;
import dev.parley.gateway.telemetry.OtlpExport;
import dev.parley.gateway.telemetry.PublishSpans;
import dev.parley.gateway.telemetry.Telemetry;
import dev.parley.gateway.trace.TraceRecorder;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;

/** What is recorded of messages: always for {@code parley why}, and with {@code --otlp} for OpenTelemetry. */
final class Recording {
    /** A system property with which benchmarks measure what the recorder costs: {@code off} leaves it out. */
    private static final String BENCHMARK = "parley-trace";

    private final TraceRecorder recorder;
    private final Optional<OtlpExport> export;

    Recording(GatewayConfig config, String version, MeterRegistry registry, Clock clock) {
        recorder = new TraceRecorder(clock);
        Gauge.builder("parley.trace.reach", recorder, TraceRecorder::reach)
                .description("Time that the records of messages reach back, for parley why")
                .baseUnit("seconds")
                .register(registry);
        export = config.otlp()
                .map(settings -> new OtlpExport(settings, config.nodeId().value(), version, registry));
    }

    TraceRecorder recorder() {
        return recorder;
    }

    Telemetry telemetry() {
        return export.map(OtlpExport::telemetry).orElse(Telemetry.OFF);
    }

    /** What the fan-out tells. */
    DeliveryTrace trace() {
        DeliveryTrace recorded = "off".equals(System.getProperty(BENCHMARK)) ? DeliveryTrace.NONE : recorder;
        return export.<DeliveryTrace>map(on -> new PublishSpans(recorded, on.telemetry()))
                .orElse(recorded);
    }

    /** May be called twice. */
    void stop() {
        export.ifPresent(OtlpExport::stop);
    }
}
