package dev.parley.loadtests.messages;

import dev.parley.loadtests.report.Numbers;
import dev.parley.loadtests.server.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Samples the CPU that all nodes use, each second. A node that is started meanwhile counts from its start. */
final class NodeCpuSampler implements AutoCloseable {

    private final Cluster cluster;
    private final List<Double> seconds = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Map<Long, Double> before;

    private NodeCpuSampler(Cluster cluster) {
        this.cluster = cluster;
        this.before = cluster.cpuSeconds();
    }

    static NodeCpuSampler start(Cluster cluster) {
        NodeCpuSampler sampler = new NodeCpuSampler(cluster);
        sampler.timer.scheduleAtFixedRate(sampler::sample, 1, 1, TimeUnit.SECONDS);
        return sampler;
    }

    private synchronized void sample() {
        Map<Long, Double> now = cluster.cpuSeconds();
        double used = now.entrySet().stream()
                .mapToDouble(node -> node.getValue() - before.getOrDefault(node.getKey(), 0.0))
                .sum();
        seconds.add(Numbers.rounded(used));
        before = now;
    }

    synchronized List<Double> seconds() {
        return List.copyOf(seconds);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
