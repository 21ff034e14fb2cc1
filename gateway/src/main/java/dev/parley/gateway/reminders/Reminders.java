package dev.parley.gateway.reminders;

import dev.parley.core.chat.Message;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.PendingReminders;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.core.reminder.ReminderLog;
import dev.parley.core.reminder.ReminderPreferences;
import dev.parley.gateway.shards.ShardLeases;
import dev.parley.gateway.timers.PeriodicTask;
import dev.parley.gateway.timers.UntilDone;
import dev.parley.presence.NodeId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.redisson.api.RedissonClient;

/**
 * The reminders of a node: a worker per channel. Messages are marked from {@link #start} on; reminders are sent once the indexes exist
 * and this node holds shards.
 */
public final class Reminders {
    private static final Duration CLAIM_EVERY = Duration.ofSeconds(1);
    private static final Duration RESTORE_AT_MOST = Duration.ofSeconds(60);
    private static final Duration RESTORE_AT_LEAST = Duration.ofSeconds(1);
    /** Until presence is complete again after a loss of Redis. */
    private static final Duration AFTER_LOSS = Duration.ofSeconds(15);

    private final PendingReminders pending;
    private final ReminderLog log;
    private final RedisDeadlines deadlines;
    private final ShardLeases leases;
    private final Duration quietTime;
    private final List<ChannelWorker> workers;
    private final DeadlineRestorer restorer;
    private final Counter unscheduled;
    private final ScheduledExecutorService timer;
    private final List<PeriodicTask> tasks = new ArrayList<>();

    private boolean isStopped;

    /**
     * @param senders one per channel
     * @param isConnected whether a user has a socket on any node; fails with {@code StorageException}
     * @param keyPrefix in Redis, without braces
     */
    public Reminders(
            ReminderStores stores,
            List<ReminderSender> senders,
            ReminderPreferences preferences,
            Function<UserId, CompletionStage<Boolean>> isConnected,
            Duration quietTime,
            RedissonClient redis,
            String keyPrefix,
            NodeId node,
            MeterRegistry registry,
            ScheduledExecutorService timer,
            Clock clock) {
        this.pending = stores.pending();
        this.log = stores.log();
        this.deadlines = new RedisDeadlines(redis, keyPrefix);
        this.leases = new ShardLeases(redis, keyPrefix, "reminders", node, System::nanoTime);
        this.quietTime = quietTime;
        this.timer = timer;
        workers = senders.stream()
                .map(sender -> {
                    ReminderMeters meters = new ReminderMeters(registry, sender.channel());
                    return new ChannelWorker(
                            sender,
                            deadlines,
                            new ReminderDecider(sender, stores, preferences, isConnected, quietTime, meters, clock),
                            leases::owned,
                            meters,
                            System::nanoTime);
                })
                .toList();
        restorer = new DeadlineRestorer(pending, deadlines, this::active, leases::owned, quietTime, clock);
        unscheduled = Counter.builder("parley.reminders.unscheduled")
                .description("Messages whose deadline was not set at once; it is restored from MongoDB")
                .register(registry);
    }

    /** Before the first message of which somebody may be reminded. */
    public synchronized void start() {
        pending.use(active());
        createIndexes();
    }

    /** Gives the receiver a deadline. Never blocks and never fails. */
    public void posted(Message message) {
        Set<ReminderChannel> active = active();
        if (!active.isEmpty() && !message.isSystem()) {
            deadlines.schedule(message.receiver(), active, quietTime).whenComplete((done, failure) -> {
                if (failure != null) {
                    unscheduled.increment();
                }
            });
        }
    }

    /** To be called when the connection to Redis is lost: presence may be incomplete for a while. */
    public void redisLost() {
        workers.forEach(worker -> worker.hold(AFTER_LOSS));
    }

    /** Ends what is in flight, then releases the shards. May be called twice. */
    public synchronized CompletionStage<Void> stop() {
        isStopped = true;
        tasks.forEach(PeriodicTask::cancel);
        return CompletableFuture.allOf(workers.stream()
                        .map(worker -> worker.stop().toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .thenCompose(ended -> leases.stop());
    }

    private void createIndexes() {
        UntilDone.keepTrying("the indexes of reminders cannot be created", timer, () -> pending.start()
                        .thenCompose(done -> log.start()))
                .thenRun(this::begin);
    }

    private synchronized void begin() {
        if (isStopped) {
            return;
        }
        leases.start(timer);
        tasks.add(PeriodicTask.start("sending reminders", timer, CLAIM_EVERY, this::work));
        tasks.add(PeriodicTask.start("restoring deadlines of reminders", timer, restoreEvery(), restorer::run));
    }

    /** A channel may begin or end while the node runs. */
    private void work() {
        pending.use(active());
        workers.forEach(ChannelWorker::run);
    }

    private Duration restoreEvery() {
        Duration half = quietTime.dividedBy(2);
        return half.compareTo(RESTORE_AT_MOST) > 0
                ? RESTORE_AT_MOST
                : half.compareTo(RESTORE_AT_LEAST) < 0 ? RESTORE_AT_LEAST : half;
    }

    private Set<ReminderChannel> active() {
        return workers.stream()
                .filter(ChannelWorker::isActive)
                .map(ChannelWorker::channel)
                .collect(Collectors.toUnmodifiableSet());
    }
}
