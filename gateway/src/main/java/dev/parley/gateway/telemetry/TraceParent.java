package dev.parley.gateway.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;

/** {@code traceparent} of W3C Trace Context as text. */
final class TraceParent {
    private static final String NAME = "traceparent";

    private TraceParent() {}

    static String of(Span span) {
        StringBuilder text = new StringBuilder(64);
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), text, (carrier, name, value) -> {
            if (name.equals(NAME)) {
                carrier.append(value);
            }
        });
        return text.toString();
    }

    /** The root when the text is not valid. */
    static Context read(String text) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), text, Getter.ONLY);
    }

    private enum Getter implements TextMapGetter<String> {
        ONLY;

        @Override
        public Iterable<String> keys(String carrier) {
            return List.of(NAME);
        }

        @Override
        public String get(String carrier, String key) {
            return key.equals(NAME) ? carrier : null;
        }
    }
}
