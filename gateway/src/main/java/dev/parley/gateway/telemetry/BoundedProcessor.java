package dev.parley.gateway.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Passes ended spans on while fewer than a maximum wait to be exported. */
final class BoundedProcessor implements SpanProcessor {
    private final SpanProcessor batches;
    private final CountedExporter exporter;
    private final int maxWaiting;

    BoundedProcessor(SpanProcessor batches, CountedExporter exporter, int maxWaiting) {
        this.batches = batches;
        this.exporter = exporter;
        this.maxWaiting = maxWaiting;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        batches.onStart(parent, span);
    }

    @Override
    public boolean isStartRequired() {
        return batches.isStartRequired();
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled() && exporter.reserve(maxWaiting)) {
            batches.onEnd(span);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode shutdown() {
        return batches.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return batches.forceFlush();
    }
}
