package dev.parley.gateway.reminders;

import dev.parley.core.id.UserId;
import dev.parley.core.reminder.PendingReminders;
import dev.parley.core.reminder.PendingReminders.Waiting;
import dev.parley.core.reminder.ReminderChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives everyone with a marked message a deadline who has none: because Redis lost it, or the node that stored the message was killed
 * before it set it. One pass at a time. Any thread.
 */
final class DeadlineRestorer {
    private static final Logger LOG = LoggerFactory.getLogger(DeadlineRestorer.class);
    private static final int PAGE = 1_000;

    private final PendingReminders pending;
    private final RedisDeadlines deadlines;
    private final Supplier<Set<ReminderChannel>> channels;
    private final Supplier<Set<Integer>> shards;
    private final Duration quietTime;
    private final Clock clock;
    private boolean isRunning;

    private record Part(ReminderChannel channel, int shard) {}

    DeadlineRestorer(
            PendingReminders pending,
            RedisDeadlines deadlines,
            Supplier<Set<ReminderChannel>> channels,
            Supplier<Set<Integer>> shards,
            Duration quietTime,
            Clock clock) {
        this.pending = pending;
        this.deadlines = deadlines;
        this.channels = channels;
        this.shards = shards;
        this.quietTime = quietTime;
        this.clock = clock;
    }

    void run() {
        synchronized (this) {
            if (isRunning) {
                return;
            }
            isRunning = true;
        }
        Queue<Part> parts = new ArrayDeque<>();
        channels.get().forEach(channel -> shards.get().forEach(shard -> parts.add(new Part(channel, shard))));
        next(parts).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debug("deadlines of reminders could not be restored, trying again", failure);
            }
            synchronized (this) {
                isRunning = false;
            }
        });
    }

    private CompletionStage<Void> next(Queue<Part> parts) {
        Part part = parts.poll();
        return part == null
                ? CompletableFuture.completedStage(null)
                : page(part, Optional.empty()).thenCompose(done -> next(parts));
    }

    private CompletionStage<Void> page(Part part, Optional<UserId> after) {
        return pending.waiting(part.channel(), part.shard(), after, PAGE).thenCompose(found -> schedule(part, found)
                .thenCompose(done -> found.hasMore() && !found.receivers().isEmpty()
                        ? page(part, Optional.of(last(found)))
                        : CompletableFuture.completedStage(null)));
    }

    private CompletionStage<Void> schedule(Part part, Waiting found) {
        return CompletableFuture.allOf(found.receivers().stream()
                .map(each -> deadlines
                        .schedule(
                                each.user(),
                                Set.of(part.channel()),
                                Duration.between(clock.instant(), each.since().plus(quietTime)))
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private static UserId last(Waiting found) {
        List<PendingReminders.Receiver> receivers = found.receivers();
        return receivers.get(receivers.size() - 1).user();
    }
}
