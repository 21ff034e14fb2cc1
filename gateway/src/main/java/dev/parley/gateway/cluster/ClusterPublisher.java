package dev.parley.gateway.cluster;

import dev.parley.gateway.cluster.FanOutMetrics.Loss;
import dev.parley.gateway.cluster.PublishCommand.Kind;
import dev.parley.gateway.cluster.PublishCommand.Outcome;
import dev.parley.gateway.cluster.PublishCommand.Outgoing;
import dev.parley.gateway.rooms.DeliveryTrace;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes to the other nodes, in order and at most once. What cannot be published is counted, and its channels are told to resync
 * once publishing works again. Any thread; never blocks.
 */
final class ClusterPublisher implements PublishQueue.Listener {
    private static final Logger log = LoggerFactory.getLogger(ClusterPublisher.class);
    private static final long RETRY_MS = 100;
    private static final long PROBE_MS = 500;

    private final PublishCommand command;
    private final FanOutSettings settings;
    private final FanOutMetrics metrics;
    private final ScheduledExecutorService timer;
    private final DeliveryGapListener gaps;
    private final ResyncFrames resyncs;
    private final Runnable canaryPublished;
    private final Clock clock;
    private final DeliveryTrace trace;
    private final ConcurrentMap<String, PublishQueue> queues = new ConcurrentHashMap<>();
    private final LostChannels lostChannels = new LostChannels();
    private final AtomicBoolean probing = new AtomicBoolean();

    /**
     * @param gaps is told when messages are lost, and when publishing works again
     * @param resyncs what is published on channels whose messages were lost
     * @param canaryPublished run for each canary that Redis has taken
     * @param trace is told of each event that Redis has taken or that is lost
     */
    ClusterPublisher(
            PublishCommand command,
            FanOutSettings settings,
            FanOutMetrics metrics,
            ScheduledExecutorService timer,
            DeliveryGapListener gaps,
            ResyncFrames resyncs,
            Runnable canaryPublished,
            Clock clock,
            DeliveryTrace trace) {
        this.command = command;
        this.settings = settings;
        this.metrics = metrics;
        this.timer = timer;
        this.gaps = gaps;
        this.resyncs = resyncs;
        this.canaryPublished = canaryPublished;
        this.clock = clock;
        this.trace = trace;
    }

    int waiting() {
        return queues.values().stream().mapToInt(PublishQueue::waiting).sum();
    }

    void publish(String channel, byte[] value) {
        queueOf(channel).add(new Outgoing(channel, value, System.nanoTime(), Kind.EVENT));
    }

    /** Publishes on the channel of the namespace what needs no resync when it is lost. */
    void publish(Kind kind, byte[] value) {
        String channel = ClusterFrames.NAMESPACE_CHANNEL;
        queueOf(channel).add(new Outgoing(channel, value, System.nanoTime(), kind));
    }

    /** Begins to publish what waits, on this thread. */
    void flush() {
        queues.values().forEach(PublishQueue::flush);
    }

    private PublishQueue queueOf(String channel) {
        return queue(command.queueOf(channel));
    }

    private PublishQueue queue(String name) {
        PublishQueue queue = queues.get(name);
        return queue != null
                ? queue
                : queues.computeIfAbsent(name, unused -> new PublishQueue(name, command, settings, this));
    }

    @Override
    public void published(PublishQueue queue, List<Outgoing> batch, Outcome outcome) {
        List<Outgoing> published = batch;
        if (outcome != Outcome.ALL_PUBLISHED) {
            retry(outcome.refused());
            lost(Loss.FAILED, outcome.lost());
            published = new ArrayList<>(batch);
            published.removeAll(outcome.refused());
            published.removeAll(outcome.lost());
        }
        if (!published.isEmpty()) {
            count(published);
            works(queue);
        }
    }

    private void count(List<Outgoing> published) {
        long now = System.nanoTime();
        int events = 0;
        for (Outgoing message : published) {
            if (message.kind() == Kind.CANARY) {
                canaryPublished.run();
            } else if (message.kind() == Kind.EVENT) {
                events++;
                metrics.publishTook(now - message.since());
                trace.published(message.value(), true);
            }
        }
        metrics.published(events);
    }

    @Override
    public void dropped(Loss reason, List<Outgoing> messages) {
        lost(reason, messages);
    }

    /** Sends messages that a server has refused to the server that has their channel by now, after a pause. */
    private void retry(List<Outgoing> refused) {
        Map<PublishQueue, List<Outgoing>> byQueue =
                refused.stream().collect(Collectors.groupingBy(message -> queueOf(message.channel())));
        byQueue.forEach((queue, messages) -> {
            queue.putBack(messages);
            later(RETRY_MS, queue::resume);
        });
    }

    private void lost(Loss reason, List<Outgoing> dropped) {
        List<Outgoing> messages =
                dropped.stream().filter(message -> message.kind() == Kind.EVENT).toList();
        if (!messages.isEmpty()) {
            metrics.lost(reason, messages.size());
            for (Outgoing message : messages) {
                lostChannels.add(message.channel(), message.since());
                trace.published(message.value(), false);
            }
            gaps.lost();
            startProbing();
        }
    }

    private void works(PublishQueue queue) {
        if (!lostChannels.isEmpty()) {
            lostChannels
                    .take(channel -> queueOf(channel) == queue, Integer.MAX_VALUE)
                    .ifPresent(lost -> {
                        publishResyncs(lost);
                        gaps.recovered();
                    });
        }
    }

    private void startProbing() {
        if (probing.compareAndSet(false, true)) {
            later(PROBE_MS, this::probe);
        }
    }

    /** Tries one of the lost channels, since without traffic it would not show that publishing works again. */
    private void probe() {
        probing.set(false);
        if (!lostChannels.isEmpty()) {
            startProbing();
            lostChannels.take(channel -> queueOf(channel).isIdle(), 1).ifPresent(this::publishResyncs);
        }
    }

    private void publishResyncs(LostChannels.Lost lost) {
        Instant since = clock.instant().minusNanos(System.nanoTime() - lost.since());
        lost.channels().forEach(channel -> publish(channel, resyncs.frame(channel, since)));
    }

    private void later(long millis, Runnable task) {
        try {
            timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopping) {
            log.debug("The node is stopping", stopping);
        }
    }
}
