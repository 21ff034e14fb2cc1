package dev.parley.gateway.timers;

import dev.parley.core.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Timers that run when the test moves the clock, in the order in which they are due. */
public final class ManualTimers implements Timers {
    private record Task(Instant due, Runnable work) {}

    private final MovableClock clock;
    private final List<Task> waiting = new ArrayList<>();

    public ManualTimers(MovableClock clock) {
        this.clock = clock;
    }

    @Override
    public Pending after(Duration delay, Runnable task) {
        Task waits = new Task(clock.instant().plus(delay), task);
        waiting.add(waits);
        return () -> waiting.remove(waits);
    }

    public void advance(Duration by) {
        clock.advance(by);
        for (Optional<Task> next = due(); next.isPresent(); next = due()) {
            waiting.remove(next.get());
            next.get().work().run();
        }
    }

    public int waiting() {
        return waiting.size();
    }

    private Optional<Task> due() {
        return waiting.stream()
                .filter(task -> !task.due().isAfter(clock.instant()))
                .min(Comparator.comparing(Task::due));
    }
}
