package dev.parley.gateway.ops;

import dev.parley.gateway.nodes.NodeFigures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Reads from the metrics what the cluster page shows of this node. */
public final class NodeFiguresReader {
    /** So that the directory stays small in a large cluster. */
    private static final int MAX_PEERS = 64;

    private static final int MILLIS = 1_000;

    private final MeterRegistry registry;

    public NodeFiguresReader(MeterRegistry registry) {
        this.registry = registry;
    }

    public NodeFigures read() {
        Timer stored = registry.find("parley.send.stage").tag("stage", "store").timer();
        DistributionSummary reached = registry.find("parley.fanout.members").summary();
        FunctionCounter corrected =
                registry.find("parley.presence.disagreements").functionCounter();
        return new NodeFigures(
                Optional.ofNullable(stored).map(Timer::count).orElse(0L),
                Optional.ofNullable(reached)
                        .map(summary -> (long) summary.totalAmount())
                        .orElse(0L),
                Optional.ofNullable(corrected)
                        .map(counter -> (long) counter.count())
                        .orElse(0L),
                byTag("peer", registry.find("parley.canary.latency").gauges(), gauge -> gauge.value() * MILLIS),
                byTag("rule", refusals(), Counter::count));
    }

    private Collection<Counter> refusals() {
        return registry
                .find("parley.rule.decisions")
                .tag("mode", "enforce")
                .tag("outcome", "refused")
                .counters()
                .stream()
                .filter(counter -> counter.count() > 0)
                .toList();
    }

    private static <M extends Meter> Map<String, Long> byTag(
            String tag, Collection<M> meters, ToDoubleFunction<M> value) {
        return meters.stream()
                .filter(meter -> !Double.isNaN(value.applyAsDouble(meter)))
                .limit(MAX_PEERS)
                .collect(Collectors.toMap(
                        meter -> meter.getId().getTag(tag),
                        meter -> Math.round(value.applyAsDouble(meter)),
                        Long::sum));
    }
}
