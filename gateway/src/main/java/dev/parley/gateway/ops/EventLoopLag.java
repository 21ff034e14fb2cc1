package dev.parley.gateway.ops;

import dev.parley.gateway.timers.PeriodicTask;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Measures how late each event loop runs a task that is due. A blocked loop shows as a high value. */
public final class EventLoopLag {
    private static final Duration EVERY = Duration.ofMillis(500);

    private final LongSupplier nanoClock;
    private final Timer lag;
    private final Map<EventExecutor, PeriodicTask> probes = new ConcurrentHashMap<>();

    public EventLoopLag(MeterRegistry registry, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.lag = Timer.builder("parley.event.loop.lag")
                .description("How late the event loops ran a task that was due")
                .register(registry);
    }

    /** Starts measuring a loop; a second call for the same loop does nothing. Any thread. */
    public void watch(EventExecutor loop) {
        if (!probes.containsKey(loop)) {
            probes.computeIfAbsent(loop, this::probe);
        }
    }

    /** May be called twice. */
    public void stop() {
        probes.values().forEach(probe -> probe.cancel());
        probes.clear();
    }

    private PeriodicTask probe(EventExecutor loop) {
        long[] due = {nanoClock.getAsLong() + EVERY.toNanos()};
        Runnable measure = () -> {
            long now = nanoClock.getAsLong();
            lag.record(Math.max(0, now - due[0]), TimeUnit.NANOSECONDS);
            due[0] = now + EVERY.toNanos();
        };
        return PeriodicTask.start("measuring the event loop lag", loop, EVERY, measure);
    }
}
