package dev.parley.gateway.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How late each event loop runs what is due: whatever blocks a loop shows here. */
public final class EventLoopLag {
    private static final Duration EVERY = Duration.ofMillis(500);

    private final EventLoopGroup loops;
    private final LongSupplier nanoClock;
    private final Timer lag;
    private final List<Future<?>> probes = new ArrayList<>();

    public EventLoopLag(EventLoopGroup loops, MeterRegistry registry, LongSupplier nanoClock) {
        this.loops = loops;
        this.nanoClock = nanoClock;
        this.lag = Timer.builder("parley.event.loop.lag")
                .description("How late the event loops ran a task that was due")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(5))
                .register(registry);
    }

    public synchronized void start() {
        loops.forEach(loop -> probes.add(probe(loop)));
    }

    /** May be called twice. */
    public synchronized void stop() {
        probes.forEach(probe -> probe.cancel(false));
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
