package dev.parley.gateway.reminders;

import dev.parley.core.reminder.ReminderChannel;
import dev.parley.gateway.reminders.ReminderDecision.Outcome;
import dev.parley.gateway.reminders.ReminderDecision.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The meters of one channel. Every counter exists from the start. Any thread. */
final class ReminderMeters {
    private static final String CHANNEL = "channel";

    private final Map<Outcome, Counter> finished = new EnumMap<>(Outcome.class);
    private final Map<Reason, Counter> postponed = new EnumMap<>(Reason.class);
    private final Counter failures;
    private volatile Duration late = Duration.ZERO;

    ReminderMeters(MeterRegistry registry, ReminderChannel channel) {
        for (Outcome outcome : Outcome.values()) {
            finished.put(
                    outcome,
                    Counter.builder("parley.reminders.finished")
                            .description("Reminders by how they ended")
                            .tag(CHANNEL, channel.word())
                            .tag("outcome", outcome.word())
                            .register(registry));
        }
        for (Reason reason : Reason.values()) {
            postponed.put(
                    reason,
                    Counter.builder("parley.reminders.postponed")
                            .description("Reminders that were due and are asked for again later, by reason")
                            .tag(CHANNEL, channel.word())
                            .tag("reason", reason.word())
                            .register(registry));
        }
        failures = Counter.builder("parley.reminders.failures")
                .description("Attempts to send a reminder that have failed; each is repeated")
                .tag(CHANNEL, channel.word())
                .register(registry);
        Gauge.builder("parley.reminders.lag", this, all -> all.late.toMillis() / 1000.0)
                .description("Time since the oldest deadline of this node's shards that has passed")
                .baseUnit("seconds")
                .tag(CHANNEL, channel.word())
                .strongReference(true)
                .register(registry);
    }

    void finished(Outcome outcome) {
        finished.get(outcome).increment();
    }

    void postponed(Reason reason) {
        postponed.get(reason).increment();
    }

    void failed() {
        failures.increment();
    }

    void late(Duration sinceDeadline) {
        late = sinceDeadline;
    }
}
