package dev.parley.gateway.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How late each event loop runs what is due: whatever blocks a loop shows here. */
public final class EventLoopLag {
    private static final Duration EVERY = Duration.ofMillis(500);

    private final LongSupplier nanoClock;
    private final Timer lag;
    private final Map<EventExecutor, Future<?>> probes = new ConcurrentHashMap<>();

    public EventLoopLag(MeterRegistry registry, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.lag = Timer.builder("parley.event.loop.lag")
                .description("How late the event loops ran a task that was due")
                .register(registry);
    }

    /** From now on; again for the same loop does nothing. Any thread. */
    public void watch(EventExecutor loop) {
        if (!probes.containsKey(loop)) {
            probes.computeIfAbsent(loop, this::probe);
        }
    }

    /** May be called twice. */
    public void stop() {
        probes.values().forEach(probe -> probe.cancel(false));
        probes.clear();
    }

    private Future<?> probe(EventExecutor loop) {
        long[] due = {nanoClock.getAsLong() + EVERY.toNanos()};
        Runnable measure = () -> {
            long now = nanoClock.getAsLong();
            lag.record(Math.max(0, now - due[0]), TimeUnit.NANOSECONDS);
            due[0] = now + EVERY.toNanos();
        };
        return loop.scheduleWithFixedDelay(measure, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
}
