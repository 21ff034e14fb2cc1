package dev.parley.gateway.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sends the spans of this node to a receiver of OTLP, in batches from a bounded queue. What cannot be sent is counted and dropped. */
public final class OtlpExport {
    static final int MAX_WAITING = 4_096;
    private static final int BATCH = 512;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long STOP_WITHIN_MS = 2_000;
    /** Deliberate: kept, since a logger that nobody holds forgets its level. Failures are logged by {@link CountedExporter}. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private final SdkTracerProvider provider;
    private final Telemetry telemetry;

    public OtlpExport(OtlpSettings settings, String node, String version, MeterRegistry registry) {
        LIBRARY.setLevel(Level.OFF);
        CountedExporter exporter = new CountedExporter(
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.traces())
                        .setTimeout(TIMEOUT)
                        .setConnectTimeout(TIMEOUT)
                        .setRetryPolicy(null)
                        .build(),
                registry);
        BatchSpanProcessor batches = BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(2 * MAX_WAITING)
                .setMaxExportBatchSize(BATCH)
                .setScheduleDelay(EVERY)
                .setExporterTimeout(TIMEOUT.multipliedBy(2))
                .build();
        provider = SdkTracerProvider.builder()
                .addSpanProcessor(new BoundedProcessor(batches, exporter, MAX_WAITING))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sample())))
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"), "parley",
                        AttributeKey.stringKey("service.version"), version,
                        AttributeKey.stringKey("service.instance.id"), node)))
                .build();
        telemetry = new OtlpTelemetry(provider.get("parley"));
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    /** Sends what waits, for a short time. Blocks; may be called twice. */
    public void stop() {
        provider.shutdown().join(STOP_WITHIN_MS, TimeUnit.MILLISECONDS);
    }
}
