package dev.parley.gateway.reminders;

import dev.parley.core.chat.Message;
import dev.parley.core.error.Failures;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.PendingReminders;
import dev.parley.core.reminder.Reminder;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.core.reminder.ReminderLog;
import dev.parley.core.reminder.ReminderLog.Sent;
import dev.parley.core.reminder.ReminderPermission;
import dev.parley.core.reminder.ReminderPreferences;
import dev.parley.core.reminder.ReminderRules;
import dev.parley.gateway.reminders.ReminderDecision.Failed;
import dev.parley.gateway.reminders.ReminderDecision.Finished;
import dev.parley.gateway.reminders.ReminderDecision.Outcome;
import dev.parley.gateway.reminders.ReminderDecision.Postponed;
import dev.parley.gateway.reminders.ReminderDecision.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about a deadline the moment it has passed, and sends the reminder. In the order of its steps: the reminder is sent, it is
 * stored, the marks of its messages are removed. After a crash the next attempt finds the stored reminder, or sends it again with
 * the same key. Any thread.
 */
final class ReminderDecider {
    private static final Logger LOG = LoggerFactory.getLogger(ReminderDecider.class);
    /** Of messages that one reminder is about. */
    private static final int MOST_MESSAGES = 1_000;

    private static final Duration AT_ONCE = Duration.ZERO;

    private final ReminderSender sender;
    private final PendingReminders pending;
    private final ReminderLog log;
    private final ReminderComposer composer;
    private final ReminderPreferences preferences;
    private final Function<UserId, CompletionStage<Boolean>> isConnected;
    private final Duration quietTime;
    private final ReminderMeters meters;
    private final Clock clock;

    /** @param isConnected whether the user has a socket on any node; fails with {@code StorageException} */
    ReminderDecider(
            ReminderSender sender,
            ReminderStores stores,
            ReminderPreferences preferences,
            Function<UserId, CompletionStage<Boolean>> isConnected,
            Duration quietTime,
            ReminderMeters meters,
            Clock clock) {
        this.sender = sender;
        this.pending = stores.pending();
        this.log = stores.log();
        this.composer = new ReminderComposer(stores);
        this.preferences = preferences;
        this.isConnected = isConnected;
        this.quietTime = quietTime;
        this.meters = meters;
        this.clock = clock;
    }

    /** Fails when a store or the channel failed; then nothing is decided. */
    CompletionStage<ReminderDecision> decide(UserId receiver) {
        return Failures.stageOf(() -> pending.of(receiver, channel(), MOST_MESSAGES)
                .thenCombine(log.last(receiver, channel()), (marked, last) -> new Due(receiver, marked, last))
                .thenCompose(
                        due -> pending.remove(receiver, channel(), due.over()).thenCompose(done -> decide(due))));
    }

    /** The marked messages of a user, and what was sent before. */
    private final class Due {
        private final UserId receiver;
        private final List<Message> marked;
        private final Optional<Sent> last;
        private final Instant now = clock.instant();
        private final List<Message> unmentioned;

        Due(UserId receiver, List<Message> marked, Optional<Sent> last) {
            this.receiver = receiver;
            this.marked = marked;
            this.last = last;
            this.unmentioned = ReminderRules.unmentioned(marked, last, now);
        }

        List<Message> over() {
            Set<Message> open = new HashSet<>(unmentioned);
            return marked.stream().filter(message -> !open.contains(message)).toList();
        }

        Optional<Duration> pauseOfPeriod() {
            return last.map(sent -> Duration.between(now, sent.at().plus(sender.period())))
                    .filter(pause -> pause.toMillis() > 0);
        }
    }

    private CompletionStage<ReminderDecision> decide(Due due) {
        if (due.unmentioned.isEmpty()) {
            return finished(Outcome.READ);
        }
        Duration early = ReminderRules.untilDue(due.unmentioned, quietTime, due.now);
        if (early.toMillis() > 0) {
            return postponed(Reason.TOO_EARLY, early);
        }
        return due.pauseOfPeriod().map(pause -> postponed(Reason.PERIOD, pause)).orElseGet(() -> isConnected
                .apply(due.receiver)
                .thenCompose(online -> online
                        ? postponed(Reason.ONLINE, quietTime)
                        : preferences
                                .permission(due.receiver, channel(), due.now)
                                .thenCompose(permission -> decide(due, permission))));
    }

    private CompletionStage<ReminderDecision> decide(Due due, ReminderPermission permission) {
        if (permission instanceof ReminderPermission.Later later) {
            return postponed(Reason.PREFERENCES, Duration.between(due.now, later.at()));
        }
        if (permission instanceof ReminderPermission.Never) {
            return finish(due, Outcome.UNWANTED);
        }
        return composer.compose(due.receiver, channel(), due.unmentioned, due.now)
                .thenCompose(reminder ->
                        reminder.map(each -> send(due, each)).orElseGet(() -> finish(due, Outcome.UNWANTED)));
    }

    private CompletionStage<ReminderDecision> send(Due due, Reminder reminder) {
        CompletableFuture<SendResult> inTime =
                new CompletableFuture<SendResult>().orTimeout(sender.deadline().toMillis(), TimeUnit.MILLISECONDS);
        Failures.stageOf(() -> sender.send(reminder)).whenComplete((result, failure) -> {
            if (failure != null) {
                inTime.completeExceptionally(failure);
            } else if (!inTime.complete(result)) {
                settleLate(due, reminder, result);
            }
        });
        return inTime.thenCompose(result -> settle(due, reminder, result))
                .exceptionally(failure -> new Failed(
                        Failures.unwrap(failure),
                        ReminderRules.retryPause(due.unmentioned, quietTime, clock.instant())));
    }

    /** The attempt has counted as failed. What it has sent is stored nevertheless, so that it is not sent again. */
    private void settleLate(Due due, Reminder reminder, SendResult result) {
        settle(due, reminder, result).whenComplete((decision, failure) -> {
            if (failure == null) {
                meters.settledLate(decision);
            } else {
                LOG.warn(
                        "a reminder was sent late and could not be stored, it may be sent twice: {}",
                        Failures.words(failure));
            }
        });
    }

    private CompletionStage<ReminderDecision> settle(Due due, Reminder reminder, SendResult result) {
        return result == SendResult.SENT ? sent(due, reminder) : finish(due, Outcome.of(result));
    }

    private CompletionStage<ReminderDecision> sent(Due due, Reminder reminder) {
        return log.add(reminder, channel())
                .thenCompose(isNew -> isNew ? finish(due, Outcome.SENT) : postponed(Reason.REPEATED, AT_ONCE));
    }

    private CompletionStage<ReminderDecision> finish(Due due, Outcome outcome) {
        return pending.remove(due.receiver, channel(), due.unmentioned).thenCompose(done -> finished(outcome));
    }

    private ReminderChannel channel() {
        return sender.channel();
    }

    private static CompletionStage<ReminderDecision> finished(Outcome outcome) {
        return CompletableFuture.completedStage(new Finished(outcome));
    }

    private static CompletionStage<ReminderDecision> postponed(Reason reason, Duration pause) {
        return CompletableFuture.completedStage(new Postponed(reason, pause));
    }
}
