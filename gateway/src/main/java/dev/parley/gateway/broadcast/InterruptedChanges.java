package dev.parley.gateway.broadcast;

import dev.parley.core.chat.ChatService;
import dev.parley.core.chat.ChatService.Finished;
import dev.parley.gateway.timers.PeriodicTask;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores and announces the system messages of changes whose node was killed, or had no database, in between. Every node looks for them;
 * each message is stored once.
 */
public final class InterruptedChanges {
    private static final Logger LOG = LoggerFactory.getLogger(InterruptedChanges.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    /** Longer than a request takes: the change of a request in flight is no interrupted one. */
    private static final Duration OLDER_THAN = Duration.ofSeconds(30);

    private final ChatService chats;
    private final Clock clock;
    private final Counter finished;
    private final AtomicInteger open = new AtomicInteger();
    private PeriodicTask sweeps;

    public InterruptedChanges(ChatService chats, MeterRegistry registry, Clock clock) {
        this.chats = chats;
        this.clock = clock;
        this.finished = Counter.builder("parley.chat.changes.finished")
                .description("Chats whose change was interrupted and got its system message later")
                .register(registry);
        Gauge.builder("parley.chat.changes.open", open, AtomicInteger::get)
                .description("Chats whose change has no system message after the last attempt")
                .register(registry);
    }

    public void start(ScheduledExecutorService timer) {
        sweeps = PeriodicTask.startNow("the sweep of interrupted changes", timer, EVERY, this::sweep);
    }

    /** May be called twice. */
    public void stop() {
        if (sweeps != null) {
            sweeps.cancel();
        }
    }

    /** Never fails: while the database is unavailable the next sweep tries again. */
    void sweep() {
        chats.finishChanges(clock.instant().minus(OLDER_THAN)).whenComplete((found, failure) -> {
            if (failure == null) {
                count(found);
            } else {
                LOG.debug("interrupted changes could not be read", failure);
            }
        });
    }

    private void count(Finished found) {
        finished.increment(found.chats());
        open.set(found.open());
        if (found.chats() > 0) {
            LOG.info("{} chats got the system message of a change that had been interrupted", found.chats());
        }
    }
}
