package dev.parley.gateway.timers;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Timers on Netty's timing wheel: cheap to start and to cancel, up to 100 ms late. */
public final class WheelTimers implements Timers {
    private final HashedWheelTimer wheel =
            new HashedWheelTimer(new DefaultThreadFactory("parley-timers", true), 100, TimeUnit.MILLISECONDS);

    @Override
    public Pending after(Duration delay, Runnable task) {
        Timeout timeout = wheel.newTimeout(fired -> task.run(), delay.toMillis(), TimeUnit.MILLISECONDS);
        return timeout::cancel;
    }

    /** Cancels all tasks. May be called twice. */
    public void stop() {
        wheel.stop();
    }
}
