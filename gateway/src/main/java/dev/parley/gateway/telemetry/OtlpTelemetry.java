package dev.parley.gateway.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Records spans with the SDK of OpenTelemetry. */
final class OtlpTelemetry implements Telemetry {
    /** As many messages as may wait to be published. */
    private static final int MAX_PUBLISHING = 10_000;

    private static final AttributeKey<Long> SOCKETS = AttributeKey.longKey("sockets");

    private final Tracer tracer;
    /** By the {@code traceparent} of their frames. */
    private final ConcurrentMap<String, Span> publishing = new ConcurrentHashMap<>();

    OtlpTelemetry(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public <T> CompletionStage<T> receive(
            String request, Optional<String> traceparent, Supplier<CompletionStage<T>> work) {
        Context caller = traceparent.map(TraceParent::read).orElseGet(Context::root);
        return within(span(request, SpanKind.SERVER, caller), Context.current(), work);
    }

    @Override
    public <T> CompletionStage<T> stage(String name, Supplier<CompletionStage<T>> work) {
        return isRecording()
                ? within(span(name, SpanKind.INTERNAL, Context.current()), Context.current(), work)
                : work.get();
    }

    private Span span(String name, SpanKind kind, Context parent) {
        return tracer.spanBuilder(name).setParent(parent).setSpanKind(kind).startSpan();
    }

    /** @param after what is current when the returned stage completes */
    private static <T> CompletionStage<T> within(Span span, Context after, Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> traced = new CompletableFuture<>();
        try {
            after.with(span).wrapSupplier(work).get().whenComplete((result, failure) -> {
                end(span, failure);
                after.wrap(() -> complete(traced, result, failure)).run();
            });
        } catch (RuntimeException failure) {
            end(span, failure);
            throw failure;
        }
        return traced;
    }

    private static <T> void complete(CompletableFuture<T> stage, T result, Throwable failure) {
        if (failure == null) {
            stage.complete(result);
        } else {
            stage.completeExceptionally(failure);
        }
    }

    private static void end(Span span, Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
        }
        span.end();
    }

    @Override
    public <T> Consumer<T> later(Consumer<T> work) {
        return isRecording() ? Context.current().wrapConsumer(work) : work;
    }

    @Override
    public boolean isRecording() {
        return Span.current().isRecording();
    }

    @Override
    public String publish() {
        if (!isRecording() || publishing.size() >= MAX_PUBLISHING) {
            return null;
        }
        Span span = span("publish", SpanKind.PRODUCER, Context.current());
        String traceparent = TraceParent.of(span);
        publishing.put(traceparent, span);
        return traceparent;
    }

    @Override
    public void published(String traceparent, boolean isTaken) {
        Span span = publishing.remove(traceparent);
        if (span != null) {
            if (!isTaken) {
                span.setStatus(StatusCode.ERROR, "Redis did not take it");
            }
            span.end();
        }
    }

    @Override
    public void deliver(String traceparent, int sockets, Runnable work) {
        Context parent = traceparent == null ? Context.current() : TraceParent.read(traceparent);
        Span span = span("deliver", SpanKind.CONSUMER, parent);
        span.setAttribute(SOCKETS, (long) sockets);
        try {
            work.run();
        } finally {
            span.end();
        }
    }
}
