package dev.parley.loadtests.drill;

import dev.parley.loadtests.server.Fleet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks every node again and again how many connections it has. */
final class ConnectionWatch implements AutoCloseable {

    private static final long EVERY_MS = 250;

    private final Fleet fleet;
    private final long start = System.nanoTime();
    private final List<Moment> moments = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** @param connections of each node; empty while it is away */
    private record Moment(double second, List<OptionalInt> connections) {}

    private ConnectionWatch(Fleet fleet) {
        this.fleet = fleet;
    }

    static ConnectionWatch start(Fleet fleet) {
        ConnectionWatch watch = new ConnectionWatch(fleet);
        watch.timer.scheduleAtFixedRate(watch::look, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        try {
            List<OptionalInt> connections = new ArrayList<>();
            for (int node = 0; node < fleet.size(); node++) {
                connections.add(fleet.connections(node));
            }
            note(new Moment((System.nanoTime() - start) / 1e9, connections));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void note(Moment moment) {
        moments.add(moment);
    }

    /** The most that any node had at once. */
    synchronized int most() {
        return moments.stream()
                .flatMap(moment -> moment.connections().stream())
                .mapToInt(count -> count.orElse(0))
                .max()
                .orElse(0);
    }

    /** One entry for each second that was looked at. A node that is away has null. */
    synchronized List<Map<String, Object>> timeline() {
        List<Map<String, Object>> lines = new ArrayList<>();
        long next = 0;
        for (Moment moment : moments) {
            if (moment.second() >= next) {
                lines.add(line(moment));
                next = (long) moment.second() + 1;
            }
        }
        return lines;
    }

    private static Map<String, Object> line(Moment moment) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("second", Math.rint(moment.second() * 10) / 10);
        List<Integer> counts = new ArrayList<>();
        moment.connections().forEach(count -> counts.add(count.isPresent() ? count.getAsInt() : null));
        line.put("connections", counts);
        return line;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
