package dev.parley.gateway.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What the fan-out counts. Every label has a fixed set of values. */
final class FanOutMetrics {

    /** Why a message was not published. */
    enum Loss {
        /** Too many waited. */
        QUEUE_FULL,
        /** It waited too long. */
        EXPIRED,
        /** Redis did not answer. */
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
    private final Map<Loss, Counter> lost = new EnumMap<>(Loss.class);
    private final Map<ClusterMessage.Reason, Counter> ignored = new EnumMap<>(ClusterMessage.Reason.class);

    FanOutMetrics(MeterRegistry registry) {
        this.registry = registry;
        publishing = Timer.builder("parley.send.stage")
                .description("Where the time of a send goes")
                .tag("stage", "publish")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofNanos(100_000))
                .maximumExpectedValue(Duration.ofSeconds(5))
                .register(registry);
        published = registry.counter("parley.fanout.published");
        received = registry.counter("parley.fanout.received");
        withoutMember = registry.counter("parley.fanout.received.without.member");
        resyncs = registry.counter("parley.fanout.resync");
        subscribeFailures = registry.counter("parley.fanout.subscribe.failures");
        peerJoinFailures = registry.counter("parley.fanout.peer.join.failures");
        encodingFailures = registry.counter("parley.fanout.encoding.failures");
        for (Loss reason : Loss.values()) {
            lost.put(reason, registry.counter("parley.fanout.publish.lost", "reason", label(reason)));
        }
        for (ClusterMessage.Reason reason : ClusterMessage.Reason.values()) {
            ignored.put(reason, registry.counter("parley.fanout.received.ignored", "reason", label(reason)));
        }
    }

    private static String label(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    <T> void gauge(String name, T state, ToDoubleFunction<T> value) {
        registry.gauge(name, state, value);
    }

    /** @param nanos from being emitted to Redis' answer */
    void publishTook(long nanos) {
        publishing.record(nanos, TimeUnit.NANOSECONDS);
    }

    void published(int messages) {
        published.increment(messages);
    }

    void lost(Loss reason, int messages) {
        lost.get(reason).increment(messages);
    }

    void received() {
        received.increment();
    }

    /** The last member left a moment ago and the subscription is still there. */
    void receivedWithoutMember() {
        withoutMember.increment();
    }

    void ignored(ClusterMessage.Reason reason) {
        ignored.get(reason).increment();
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
