package dev.parley.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * A counter for each constant of an enumeration, labelled with the constant's name in lower case. All exist from the start, at 0:
 * Prometheus does not see the event that creates a counter. Any thread.
 */
public final class EnumCounters<E extends Enum<E>> {
    private final Map<E, Counter> counters;

    public EnumCounters(MeterRegistry registry, Class<E> constants, String name, String description, String label) {
        this(registry, constants, name, description, label, Tags.empty());
    }

    /** @param tags of all counters */
    public EnumCounters(
            MeterRegistry registry, Class<E> constants, String name, String description, String label, Tags tags) {
        counters = new EnumMap<>(constants);
        for (E constant : constants.getEnumConstants()) {
            counters.put(
                    constant,
                    Counter.builder(name)
                            .description(description)
                            .tags(tags)
                            .tag(label, constant.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    public void increment(E constant) {
        add(constant, 1);
    }

    public void add(E constant, int count) {
        counters.get(constant).increment(count);
    }
}
