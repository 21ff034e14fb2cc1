package dev.parley.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * A timer for each command of a store and its outcome, {@code ok} or {@code failed}. The timers are kept, because asking the registry
 * for one costs more than using it. Any thread.
 */
public final class CommandTimers {
    private final MeterRegistry registry;
    private final String name;
    private final String description;
    private final ConcurrentMap<String, Timer> succeeded = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Timer> failed = new ConcurrentHashMap<>();

    public CommandTimers(MeterRegistry registry, String name, String description) {
        this.registry = registry;
        this.name = name;
        this.description = description;
    }

    /** @param command one of a bounded number of names, in upper or lower case */
    public void record(String command, boolean hasSucceeded, long nanos) {
        ConcurrentMap<String, Timer> timers = hasSucceeded ? succeeded : failed;
        timers.computeIfAbsent(command, first -> timer(first, hasSucceeded ? "ok" : "failed"))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String command, String outcome) {
        return Timer.builder(name)
                .description(description)
                .tag("command", command.toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .register(registry);
    }
}
