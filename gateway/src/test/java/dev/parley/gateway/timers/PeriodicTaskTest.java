package dev.parley.gateway.timers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    @Test
    void anExceptionEndsOneRunAndNotTheTask() {
        PeriodicTask.start("a failing task", timer, PAUSE, () -> {
            runs.incrementAndGet();
            throw new IllegalStateException("on purpose");
        });

        Waiting.until("it runs again", () -> runs.get() > 3);
    }

    @Test
    void anErrorEndsOneRunAndNotTheTask() {
        PeriodicTask.startNow("a failing task", timer, PAUSE, () -> {
            runs.incrementAndGet();
            throw new StackOverflowError("on purpose");
        });

        Waiting.until("it runs again", () -> runs.get() > 3);
    }

    @Test
    void aCancelledTaskRunsNoMore() throws Exception {
        PeriodicTask task = PeriodicTask.startNow("a task", timer, PAUSE, runs::incrementAndGet);
        Waiting.until("it runs", () -> runs.get() > 0);

        task.cancel();
        task.cancel();
        timer.submit(() -> {}).get();
        int before = runs.get();
        timer.schedule(() -> {}, 50, java.util.concurrent.TimeUnit.MILLISECONDS).get();

        assertThat(runs).hasValue(before);
    }
}
