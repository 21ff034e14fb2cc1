package dev.parley.gateway.cluster;

import dev.parley.gateway.metrics.EnumCounters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Metrics of the fan-out. Every label has a fixed set of values. */
final class FanOutMetrics {

    /** Why a message was not published. */
    enum Loss {
        /** Too many waited. */
        QUEUE_FULL,
        /** It waited too long, since Redis was too slow or refused it. */
        EXPIRED,
        /** Redis did not answer, or refused to append to the event log. */
        FAILED
    }

    private final MeterRegistry registry;
    private final Counter published;
    private final Counter received;
    private final Timer publishing;
    private final Counter withoutMember;
    private final Counter resyncs;
    private final Counter subscribeFailures;
    private final Counter peerJoinFailures;
    private final Counter encodingFailures;
    private final EnumCounters<Loss> lost;
    private final EnumCounters<ClusterMessage.Reason> ignored;

    FanOutMetrics(MeterRegistry registry) {
        this.registry = registry;
        publishing = Timer.builder("parley.send.stage")
                .description("Duration of the stages of a send")
                .tag("stage", "publish")
                .register(registry);
        published = counter(registry, "parley.fanout.published", "Messages published to other nodes");
        received = counter(registry, "parley.fanout.received", "Messages received from other nodes");
        withoutMember = counter(
                registry,
                "parley.fanout.received.without.member",
                "Messages received for a room whose last member had just left");
        resyncs = counter(registry, "parley.fanout.resync", "Times that sockets were told to resync");
        subscribeFailures = counter(
                registry, "parley.fanout.subscribe.failures", "Subscriptions that Redis did not confirm in time");
        peerJoinFailures =
                counter(registry, "parley.fanout.peer.join.failures", "Joins asked for by a peer that failed");
        encodingFailures = counter(registry, "parley.fanout.encoding.failures", "Events that could not be encoded");
        lost = new EnumCounters<>(
                registry, Loss.class, "parley.fanout.publish.lost", "Messages that were not published", "reason");
        ignored = new EnumCounters<>(
                registry,
                ClusterMessage.Reason.class,
                "parley.fanout.received.ignored",
                "Messages of peers that were not understood",
                "reason");
    }

    private static Counter counter(MeterRegistry registry, String name, String meaning) {
        return Counter.builder(name).description(meaning).register(registry);
    }

    <T> void gauge(String name, String meaning, T state, ToDoubleFunction<T> value) {
        Gauge.builder(name, state, value)
                .description(meaning)
                .strongReference(true)
                .register(registry);
    }

    /** @param nanos from being emitted to Redis' answer */
    void publishTook(long nanos) {
        publishing.record(nanos, TimeUnit.NANOSECONDS);
    }

    void published(int messages) {
        published.increment(messages);
    }

    void lost(Loss reason, int messages) {
        lost.add(reason, messages);
    }

    void received() {
        received.increment();
    }

    /** The last member left a moment ago and the subscription is still there. */
    void receivedWithoutMember() {
        withoutMember.increment();
    }

    void ignored(ClusterMessage.Reason reason) {
        ignored.increment(reason);
    }

    void resync() {
        resyncs.increment();
    }

    void subscribeFailed() {
        subscribeFailures.increment();
    }

    void peerJoinFailed() {
        peerJoinFailures.increment();
    }

    void encodingFailed() {
        encodingFailures.increment();
    }
}
