package dev.parley.gateway.cluster;

import dev.parley.gateway.wire.ServerEvent;
import dev.parley.gateway.wire.WireEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts the events that this node emits, by name: each once, whatever the number of recipients. Any thread. */
public final class EmittedEvents {
    private final MeterRegistry registry;
    /** By name, since finding them in the registry costs more. */
    private final ConcurrentMap<String, Counter> counters = new ConcurrentHashMap<>();

    public EmittedEvents(MeterRegistry registry) {
        this.registry = registry;
        WireEvents.SERVER_EVENTS.forEach(event -> counters.put(event.name(), counter(event.name())));
    }

    public void count(ServerEvent<?> event) {
        counters.computeIfAbsent(event.name(), this::counter).increment();
    }

    private Counter counter(String event) {
        return Counter.builder("parley.events.emitted")
                .description("Events that were emitted, to a room or to one socket")
                .tag("event", event)
                .register(registry);
    }
}
