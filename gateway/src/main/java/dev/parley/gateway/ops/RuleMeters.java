package dev.parley.gateway.ops;

import dev.parley.core.rules.Mode;
import dev.parley.core.rules.RuleListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** What the message rules decide, as a meter. */
public final class RuleMeters implements RuleListener {
    private final MeterRegistry registry;

    public RuleMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void decided(String rule, Mode mode, Outcome outcome) {
        Counter.builder("parley.rule.decisions")
                .description("Decisions of the message rules; those in mode shadow refuse nothing")
                .tag("rule", rule)
                .tag("mode", mode.word())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }
}
