package dev.parley.gateway.telemetry;

import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.metrics.EnumCounters;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what becomes of spans, and logs once a minute that they cannot be sent. Any thread. */
final class CountedExporter implements SpanExporter {
    /** What became of a span. */
    enum Outcome {
        EXPORTED,
        FAILED,
        /** Too many waited. */
        DROPPED
    }

    private static final Logger LOG = LoggerFactory.getLogger(CountedExporter.class);

    private final SpanExporter exporter;
    private final EnumCounters<Outcome> spans;
    private final OncePerMinute failures = new OncePerMinute(System::nanoTime);
    private final AtomicInteger waiting = new AtomicInteger();

    CountedExporter(SpanExporter exporter, MeterRegistry registry) {
        this.exporter = exporter;
        this.spans = new EnumCounters<>(registry, Outcome.class, "parley.otlp.spans", "Spans of traces", "outcome");
    }

    /** Reserves a place for a span that has ended; false, and counted, when too many wait. */
    boolean reserve(int maxWaiting) {
        if (waiting.incrementAndGet() <= maxWaiting) {
            return true;
        }
        waiting.decrementAndGet();
        spans.increment(Outcome.DROPPED);
        return false;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> batch) {
        int size = batch.size();
        CompletableResultCode result = exporter.export(batch);
        result.whenComplete(() -> {
            waiting.addAndGet(-size);
            spans.add(result.isSuccess() ? Outcome.EXPORTED : Outcome.FAILED, size);
            if (!result.isSuccess()) {
                failures.run(count -> LOG.warn("traces cannot be sent to the receiver of --otlp, {} batches", count));
            }
        });
        return result;
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
