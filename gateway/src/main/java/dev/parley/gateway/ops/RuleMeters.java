package dev.parley.gateway.ops;

import dev.parley.core.rules.Mode;
import dev.parley.core.rules.RuleListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;

/** What the message rules decide, as a meter. Every decision of a rule that is not off has a counter from the start. */
public final class RuleMeters implements RuleListener {
    private final MeterRegistry registry;

    /** @param rules names of all rules */
    public RuleMeters(MeterRegistry registry, List<String> rules) {
        this.registry = registry;
        for (String rule : rules) {
            for (Outcome outcome : Outcome.values()) {
                counter(rule, Mode.SHADOW, outcome);
                counter(rule, Mode.ENFORCE, outcome);
            }
        }
    }

    @Override
    public void decided(String rule, Mode mode, Outcome outcome) {
        counter(rule, mode, outcome).increment();
    }

    private Counter counter(String rule, Mode mode, Outcome outcome) {
        return Counter.builder("parley.rule.decisions")
                .description("Decisions of the message rules; those in mode shadow refuse nothing")
                .tag("rule", rule)
                .tag("mode", mode.word())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
