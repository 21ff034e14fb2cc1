package dev.parley.gateway.ops;

import dev.parley.core.rules.Mode;
import dev.parley.core.rules.RuleListener;
import dev.parley.gateway.metrics.EnumCounters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the message rules decide, as a meter. Every decision of a rule that is not off has a counter from the start. */
public final class RuleMeters implements RuleListener {
    private final Map<String, Map<Mode, EnumCounters<Outcome>>> counters;

    /** @param rules names of all rules */
    public RuleMeters(MeterRegistry registry, List<String> rules) {
        counters = rules.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), rule -> byMode(registry, rule)));
    }

    @Override
    public void decided(String rule, Mode mode, Outcome outcome) {
        counters.get(rule).get(mode).increment(outcome);
    }

    private static Map<Mode, EnumCounters<Outcome>> byMode(MeterRegistry registry, String rule) {
        Map<Mode, EnumCounters<Outcome>> byMode = new EnumMap<>(Mode.class);
        for (Mode mode : List.of(Mode.SHADOW, Mode.ENFORCE)) {
            byMode.put(mode, outcomes(registry, Tags.of("rule", rule, "mode", mode.word())));
        }
        return byMode;
    }

    private static EnumCounters<Outcome> outcomes(MeterRegistry registry, Tags tags) {
        return new EnumCounters<>(
                registry,
                Outcome.class,
                "parley.rule.decisions",
                "Decisions of the message rules; those in mode shadow refuse nothing",
                "outcome",
                tags);
    }
}
