package dev.parley.gateway.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code server_stats} of this node from its metrics. One thread. */
final class ServerStats {
    private static final int MILLIS = 1_000;

    /** A count since the statistics before, in the form of the Admin UI. */
    record AggregatedEvent(long timestamp, String type, String subType, long count) {}

    private final String node;
    private final String host = hostName();
    private final MeterRegistry registry;
    private final Clock clock;
    private final Instant startedAt;
    /** By type and subtype. */
    private final Map<String, Long> before = new HashMap<>();

    ServerStats(String node, MeterRegistry registry, Clock clock) {
        this.node = node;
        this.registry = registry;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /**
     * @param sockets by namespace
     * @param dropped events of which the Admin UI was not told since the statistics before
     */
    Map<String, Object> read(Map<String, Integer> sockets, long dropped) {
        long polling = connections("polling");
        Map<String, Object> stats = new LinkedHashMap<>();
        stats.put("serverId", node);
        stats.put("hostname", host);
        stats.put("pid", ProcessHandle.current().pid());
        stats.put("uptime", Duration.between(startedAt, clock.instant()).toSeconds());
        stats.put("clientsCount", polling + connections("websocket"));
        stats.put("pollingClientsCount", polling);
        stats.put("aggregatedEvents", aggregated());
        stats.put(
                "namespaces",
                sockets.entrySet().stream()
                        .map(entry -> Map.of("name", entry.getKey(), "socketsCount", entry.getValue()))
                        .toList());
        stats.put("droppedEvents", dropped);
        return stats;
    }

    private long connections(String transport) {
        return Optional.ofNullable(registry.find("parley.connections")
                        .tag("transport", transport)
                        .gauge())
                .map(Gauge::value)
                .map(Double::longValue)
                .orElse(0L);
    }

    private List<AggregatedEvent> aggregated() {
        List<AggregatedEvent> events = new ArrayList<>();
        add(events, "rawConnection", "parley.connections.opened", null);
        add(events, "rawDisconnection", "parley.connections.closed", "reason");
        add(events, "packetsIn", "parley.packets.received", null);
        add(events, "packetsOut", "parley.packets.sent", null);
        return events;
    }

    private void add(List<AggregatedEvent> events, String type, String metric, String label) {
        Map<String, Long> counts = new HashMap<>();
        for (Counter counter : registry.find(metric).counters()) {
            counts.merge(label == null ? "" : counter.getId().getTag(label), (long) counter.count(), Long::sum);
        }
        long second = clock.millis() / MILLIS * MILLIS;
        counts.forEach((subType, count) -> {
            long earlier =
                    Optional.ofNullable(before.put(type + ";" + subType, count)).orElse(count);
            if (count > earlier) {
                events.add(new AggregatedEvent(second, type, subType.isEmpty() ? null : subType, count - earlier));
            }
        });
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return ManagementFactory.getRuntimeMXBean().getName();
        }
    }
}
