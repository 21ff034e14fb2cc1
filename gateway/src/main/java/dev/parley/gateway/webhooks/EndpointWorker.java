package dev.parley.gateway.webhooks;

import dev.parley.core.outbox.Outbox.Batch;
import dev.parley.core.outbox.OutboxEvent;
import dev.parley.core.outbox.PendingEvents;
import dev.parley.core.outbox.Shards;
import dev.parley.gateway.outgoing.FailureReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the pending events of one endpoint: those of one chat or user one after the other, those of different ones at the same
 * time, up to the endpoint's concurrency. An event follows the one before it only when that was accepted, so an endpoint sees each
 * event for the first time in order, also when two nodes deliver the same shard for a moment. Any thread.
 */
final class EndpointWorker {
    private static final Logger LOG = LoggerFactory.getLogger(EndpointWorker.class);
    /** While events arrive, and while none does. */
    private static final Duration SOON = Duration.ofMillis(100);

    private static final Duration LATER = Duration.ofMillis(500);
    private static final int QUIET_ROUNDS = 50;

    private final WebhookEndpoint endpoint;
    private final OutboxPages pages;
    private final DeliveredEvents delivered;
    private final Supplier<Set<Integer>> shards;
    private final WebhookSender sender;
    private final EndpointBackOff backOff;
    private final EndpointListener listener;
    private final WebhookMeters meters;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;

    private final Deque<PendingEvents> ready = new ArrayDeque<>();
    /** Keys whose events are waiting or being delivered. */
    private final Set<String> busy = new HashSet<>();
    /** Keys that were finished while a page was being read: the page may still hold what has been delivered. */
    private final Set<String> finishedMeanwhile = new HashSet<>();

    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private boolean isReading;
    private boolean isScheduled;
    /** Until the endpoint's state is known. */
    private boolean isPaused = true;

    private boolean isStopped;
    private int inFlight;
    private int quietRounds;
    private boolean isQuietRound = true;

    /** Hears of an endpoint's health. Called on the thread of a delivery; must not block. */
    interface EndpointListener {
        void failing(String error);

        /** @param again whether it was failing before */
        void succeeded(boolean again);

        void gone(String error);
    }

    EndpointWorker(
            WebhookEndpoint endpoint,
            OutboxPages pages,
            DeliveredEvents delivered,
            Supplier<Set<Integer>> shards,
            WebhookSender sender,
            EndpointBackOff backOff,
            EndpointListener listener,
            WebhookMeters meters,
            ScheduledExecutorService timer,
            LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.pages = pages;
        this.delivered = delivered;
        this.shards = shards;
        this.sender = sender;
        this.backOff = backOff;
        this.listener = listener;
        this.meters = meters;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    WebhookEndpoint endpoint() {
        return endpoint;
    }

    /** Starts nothing further. Completes when nothing is in flight. */
    synchronized CompletionStage<Void> stop() {
        isStopped = true;
        ready.clear();
        completeWhenIdle();
        return idle;
    }

    synchronized boolean isFailing() {
        return backOff.isFailing();
    }

    synchronized boolean isPaused() {
        return isPaused;
    }

    /** While it is paused nothing further is started; its events stay pending. */
    void pause(boolean paused) {
        synchronized (this) {
            isPaused = paused;
            if (paused) {
                ready.forEach(events -> busy.remove(events.key()));
                ready.clear();
            }
        }
        meters.paused(paused);
        run();
    }

    private synchronized void run() {
        Duration pause = backOff.pause(nanoTime.getAsLong());
        if (isStopped || isPaused) {
            return;
        }
        if (!pause.isZero()) {
            schedule(pause);
            return;
        }
        while (inFlight < mostInFlight() && !ready.isEmpty()) {
            start(ready.poll());
        }
        if (ready.isEmpty() && inFlight < mostInFlight() && !isReading && !isScheduled) {
            read();
        }
    }

    private int mostInFlight() {
        return backOff.isFailing() ? 1 : endpoint.concurrency();
    }

    private void read() {
        Set<Integer> own = shards.get();
        if (own.isEmpty()) {
            meters.oldest(Optional.empty());
            schedule(LATER);
            return;
        }
        isReading = true;
        finishedMeanwhile.clear();
        pages.next(own).whenComplete((page, failure) -> {
            if (failure == null) {
                accept(page);
            } else {
                LOG.debug("the outbox could not be read for {}", endpoint, failure);
                again(LATER);
            }
        });
    }

    private synchronized void accept(Batch page) {
        isReading = false;
        long now = nanoTime.getAsLong();
        for (PendingEvents events : page.events()) {
            if (!events.events().isEmpty() && isFree(events.key(), now)) {
                busy.add(events.key());
                ready.add(events);
                isQuietRound = false;
            }
        }
        boolean isRoundOver = pages.advance(page);
        meters.oldest(pages.oldest());
        if (isRoundOver && isQuietRound) {
            quietRounds = Math.min(quietRounds + 1, QUIET_ROUNDS);
            schedule(quietRounds < QUIET_ROUNDS ? SOON : LATER);
        } else if (isRoundOver) {
            quietRounds = 0;
        }
        isQuietRound = isRoundOver || isQuietRound;
        run();
    }

    private boolean isFree(String key, long now) {
        return !isStopped
                && !isPaused
                && !busy.contains(key)
                && !finishedMeanwhile.contains(key)
                && !backOff.isHeld(key, now);
    }

    private synchronized void again(Duration pause) {
        isReading = false;
        schedule(pause);
    }

    private synchronized void schedule(Duration pause) {
        if (!isScheduled && !isStopped) {
            isScheduled = true;
            timer.schedule(this::wake, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void wake() {
        isScheduled = false;
        run();
    }

    private void start(PendingEvents events) {
        inFlight++;
        deliver(events, 0, CompletableFuture.completedStage(null));
    }

    /** @param recorded completes once the events before this one are recorded as delivered */
    private void deliver(PendingEvents events, int index, CompletionStage<Void> recorded) {
        if (index == events.events().size() || !mayDeliver(events.key())) {
            finishOnce(events, recorded);
            return;
        }
        OutboxEvent event = events.events().get(index);
        Optional<OutboxEvent> wanted = endpoint.wanted(event, events.chat());
        if (wanted.isEmpty()) {
            deliver(events, index + 1, recorded.thenCombine(delivered.record(event), (one, other) -> null));
            return;
        }
        long sent = nanoTime.getAsLong();
        sender.post(endpoint, wanted.get(), events).thenAccept(attempt -> {
            if (attempt instanceof Attempt.Failed failed) {
                failed(events, failed);
                finishOnce(events, recorded);
            } else {
                meters.delivered(Duration.ofNanos(nanoTime.getAsLong() - sent));
                succeeded(events.key());
                deliver(events, index + 1, recorded.thenCombine(delivered.record(event), (one, other) -> null));
            }
        });
    }

    private synchronized boolean mayDeliver(String key) {
        return !isStopped && !isPaused && shards.get().contains(Shards.of(key));
    }

    private void finishOnce(PendingEvents events, CompletionStage<Void> recorded) {
        recorded.whenComplete((done, failure) -> finish(events.key()));
    }

    private synchronized void finish(String key) {
        inFlight--;
        busy.remove(key);
        if (isReading) {
            finishedMeanwhile.add(key);
        }
        completeWhenIdle();
        run();
    }

    private void completeWhenIdle() {
        if (isStopped && inFlight == 0) {
            idle.complete(null);
        }
    }

    private void succeeded(String key) {
        boolean wasFailing;
        synchronized (this) {
            wasFailing = backOff.isFailing();
            backOff.succeeded(key);
        }
        listener.succeeded(wasFailing);
    }

    private void failed(PendingEvents events, Attempt.Failed failed) {
        meters.failed(failed.reason());
        boolean isFailing;
        synchronized (this) {
            backOff.failed(events.key(), failed.retryAfter(), nanoTime.getAsLong());
            isFailing = backOff.isFailing();
        }
        if (failed.reason() == FailureReason.GONE) {
            listener.gone(failed.detail());
        } else if (isFailing) {
            listener.failing(failed.detail());
        }
    }
}
