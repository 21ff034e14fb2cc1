package dev.parley.loadtests.messages;

import dev.parley.loadtests.server.Cluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Samples the number of connections of each node. */
final class ConnectionSampler implements AutoCloseable {

    private static final long EVERY_MS = 250;

    private final Cluster cluster;
    private final long start = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** @param connections of each node; empty while it does not answer */
    private record Sample(double second, List<OptionalInt> connections) {}

    private ConnectionSampler(Cluster cluster) {
        this.cluster = cluster;
    }

    static ConnectionSampler start(Cluster cluster) {
        ConnectionSampler sampler = new ConnectionSampler(cluster);
        sampler.timer.scheduleAtFixedRate(sampler::sampleAll, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        return sampler;
    }

    private void sampleAll() {
        try {
            List<OptionalInt> connections = new ArrayList<>();
            for (int node = 0; node < cluster.size(); node++) {
                connections.add(cluster.connections(node));
            }
            add(new Sample((System.nanoTime() - start) / 1e9, connections));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void add(Sample sample) {
        samples.add(sample);
    }

    /** The most connections that a node had at once. */
    synchronized int most() {
        return samples.stream()
                .flatMap(sample -> sample.connections().stream())
                .mapToInt(count -> count.orElse(0))
                .max()
                .orElse(0);
    }

    /** One entry a second. A node that did not answer has null. */
    synchronized List<Map<String, Object>> timeline() {
        List<Map<String, Object>> lines = new ArrayList<>();
        long next = 0;
        for (Sample sample : samples) {
            if (sample.second() >= next) {
                lines.add(line(sample));
                next = (long) sample.second() + 1;
            }
        }
        return lines;
    }

    private static Map<String, Object> line(Sample sample) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("second", Math.rint(sample.second() * 10) / 10);
        List<Integer> counts = new ArrayList<>();
        sample.connections().forEach(count -> counts.add(count.isPresent() ? count.getAsInt() : null));
        line.put("connections", counts);
        return line;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
