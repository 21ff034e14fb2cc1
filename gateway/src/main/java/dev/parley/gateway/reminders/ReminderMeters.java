package dev.parley.gateway.reminders;

import dev.parley.core.reminder.ReminderChannel;
import dev.parley.gateway.metrics.EnumCounters;
import dev.parley.gateway.reminders.ReminderDecision.Finished;
import dev.parley.gateway.reminders.ReminderDecision.Outcome;
import dev.parley.gateway.reminders.ReminderDecision.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/** The meters of one channel. Every counter exists from the start. Any thread. */
final class ReminderMeters {
    private final EnumCounters<Outcome> finished;
    private final EnumCounters<Reason> postponed;
    private final Counter failures;
    private final Counter settledLate;
    private volatile Duration late = Duration.ZERO;

    ReminderMeters(MeterRegistry registry, ReminderChannel channel) {
        Tags tags = Tags.of("channel", channel.word());
        finished = new EnumCounters<>(
                registry, Outcome.class, "parley.reminders.finished", "Reminders by how they ended", "outcome", tags);
        postponed = new EnumCounters<>(
                registry,
                Reason.class,
                "parley.reminders.postponed",
                "Reminders that were due and are asked for again later, by reason",
                "reason",
                tags);
        failures = Counter.builder("parley.reminders.failures")
                .description("Attempts to send a reminder that have failed; each is repeated")
                .tags(tags)
                .register(registry);
        settledLate = Counter.builder("parley.reminders.settled.late")
                .description(
                        "Attempts that had counted as failed at their deadline and ended later; what they sent is not repeated")
                .tags(tags)
                .register(registry);
        Gauge.builder("parley.reminders.lag", this, all -> all.late.toMillis() / 1000.0)
                .description("Time since the oldest deadline of this node's shards that has passed")
                .baseUnit("seconds")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    void finished(Outcome outcome) {
        finished.increment(outcome);
    }

    void postponed(Reason reason) {
        postponed.increment(reason);
    }

    void failed() {
        failures.increment();
    }

    void settledLate(ReminderDecision decision) {
        settledLate.increment();
        if (decision instanceof Finished done) {
            finished(done.outcome());
        }
    }

    void late(Duration sinceDeadline) {
        late = sinceDeadline;
    }
}
