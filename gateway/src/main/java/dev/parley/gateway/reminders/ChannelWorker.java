package dev.parley.gateway.reminders;

import dev.parley.core.error.Failures;
import dev.parley.core.id.UserId;
import dev.parley.core.reminder.ReminderChannel;
import dev.parley.gateway.reminders.RedisDeadlines.Claimed;
import dev.parley.gateway.reminders.ReminderDecision.Failed;
import dev.parley.gateway.reminders.ReminderDecision.Finished;
import dev.parley.gateway.reminders.ReminderDecision.Postponed;
import dev.parley.gateway.timers.BackOff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims the deadlines of one channel that have passed in this node's shards, and has each of them decided, several at the same time.
 * After failures in a row the channel is tried with one reminder at a time, after pauses. Any thread.
 */
final class ChannelWorker {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelWorker.class);
    private static final int AT_THE_SAME_TIME = 16;
    private static final int FAILURES_IN_A_ROW = 3;
    private static final BackOff OF_CHANNEL = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    /** When a store failed. */
    private static final Duration STORE_AGAIN = Duration.ofSeconds(10);

    private final ReminderSender sender;
    private final RedisDeadlines deadlines;
    private final ReminderDecider decider;
    private final Supplier<Set<Integer>> shards;
    private final ReminderMeters meters;
    private final LongSupplier nanoTime;

    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private boolean isClaiming;
    private boolean isBehind;
    private boolean isStopped;
    private int inFlight;
    private int failures;
    private long notBefore;

    ChannelWorker(
            ReminderSender sender,
            RedisDeadlines deadlines,
            ReminderDecider decider,
            Supplier<Set<Integer>> shards,
            ReminderMeters meters,
            LongSupplier nanoTime) {
        this.sender = sender;
        this.deadlines = deadlines;
        this.decider = decider;
        this.shards = shards;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
    }

    ReminderChannel channel() {
        return sender.channel();
    }

    boolean isActive() {
        return sender.isActive();
    }

    /** Claims what is due. Called again and again. */
    void run() {
        List<Integer> own = new ArrayList<>(shards.get());
        Collections.rotate(own, (int) (nanoTime.getAsLong() >>> 10));
        synchronized (this) {
            if (isClaiming || isStopped || !isActive() || free() <= 0 || nanoTime.getAsLong() - notBefore < 0) {
                return;
            }
            isClaiming = true;
            isBehind = false;
        }
        claim(own.iterator(), Duration.ZERO);
    }

    /** Claims nothing for this time. */
    synchronized void hold(Duration pause) {
        long until = nanoTime.getAsLong() + pause.toNanos();
        notBefore = until - notBefore > 0 ? until : notBefore;
    }

    /** Starts nothing further. Completes when nothing is in flight. */
    synchronized CompletionStage<Void> stop() {
        isStopped = true;
        completeWhenIdle();
        return idle;
    }

    private synchronized int free() {
        return (failures >= FAILURES_IN_A_ROW ? 1 : AT_THE_SAME_TIME) - inFlight;
    }

    private void claim(Iterator<Integer> own, Duration latest) {
        int most = free();
        if (!own.hasNext() || most <= 0) {
            claimed(latest, own.hasNext());
            return;
        }
        deadlines.claim(channel(), own.next(), most).whenComplete((found, failure) -> {
            if (failure != null) {
                LOG.debug("deadlines of reminders could not be claimed", failure);
                claimed(latest, false);
            } else {
                found.users().forEach(this::start);
                claim(own, later(latest, found));
            }
        });
    }

    private static Duration later(Duration latest, Claimed found) {
        return found.late().compareTo(latest) > 0 ? found.late() : latest;
    }

    private synchronized void claimed(Duration latest, boolean hasMore) {
        meters.late(latest);
        isClaiming = false;
        isBehind = hasMore;
    }

    private void start(UserId user) {
        synchronized (this) {
            inFlight++;
        }
        decider.decide(user)
                .exceptionally(failure -> new Failed(Failures.unwrap(failure), STORE_AGAIN))
                .thenCompose(decision -> deadlines.release(channel(), user, record(decision)))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.debug("the claim of a deadline was not released, it ends by itself", failure);
                    }
                    finish();
                });
    }

    private Optional<Duration> record(ReminderDecision decision) {
        if (decision instanceof Failed failed) {
            failed(failed.cause());
            return Optional.of(failed.pause());
        }
        if (decision instanceof Postponed postponed) {
            meters.postponed(postponed.reason());
            return Optional.of(postponed.pause());
        }
        meters.finished(((Finished) decision).outcome());
        succeeded();
        return Optional.empty();
    }

    private synchronized void failed(Throwable cause) {
        meters.failed();
        failures++;
        if (failures >= FAILURES_IN_A_ROW) {
            hold(OF_CHANNEL.after(failures - FAILURES_IN_A_ROW + 1));
        }
        if (failures == FAILURES_IN_A_ROW) {
            LOG.warn("reminders by {} fail, trying again: {}", channel().word(), cause.toString());
        }
    }

    private synchronized void succeeded() {
        if (failures >= FAILURES_IN_A_ROW) {
            LOG.info("reminders by {} are sent again", channel().word());
        }
        failures = 0;
    }

    private void finish() {
        boolean goOn;
        synchronized (this) {
            inFlight--;
            goOn = isBehind && free() > 0;
            completeWhenIdle();
        }
        if (goOn) {
            run();
        }
    }

    private void completeWhenIdle() {
        if (isStopped && inFlight == 0) {
            sender.stop();
            idle.complete(null);
        }
    }
}
