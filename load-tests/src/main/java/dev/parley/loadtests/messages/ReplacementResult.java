package dev.parley.loadtests.messages;

import dev.parley.loadtests.report.DrillReport;
import dev.parley.loadtests.report.LineChart;
import dev.parley.loadtests.report.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a {@link ReplacementDrill}.
 *
 * @param due messages that users had to send
 * @param cores that all nodes used, by second
 */
record ReplacementResult(
        ReplacementSize size,
        ReplacementEvents events,
        long due,
        MessageTotals totals,
        LatencyBySecond latencies,
        List<Double> cores) {

    private static final int FIRST_SECONDS = 15;

    DrillReport report() {
        return new DrillReport(
                "node-replacement", settings(), figures(), "seconds", List.of(), violations(), Optional.of(chart()));
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("nodes", size.cluster().nodes());
        settings.put("chats, of two", size.chats());
        settings.put("messagesPerSecond", size.messagesPerSecond());
        settings.put("replacedAfterSeconds", size.before().toSeconds());
        settings.put("drainSeconds", size.cluster().drain().toSeconds());
        settings.put("seconds", size.seconds());
        return settings;
    }

    private List<String> violations() {
        List<String> violations = totals.violations();
        long notReceived = latencies.notReceived();
        MessageTotals.require(violations, totals.acknowledged() == due, "of " + due + " messages not all were sent");
        MessageTotals.require(violations, notReceived == 0, notReceived + " messages were not received");
        MessageTotals.require(violations, events.exitCode() == 0, "the node ended with exit code " + events.exitCode());
        return violations;
    }

    private Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("due", due);
        figures.putAll(totals.figures());
        figures.put("notReceived", latencies.notReceived());
        figures.put("falseOffline", totals.clients().falseOffline());
        figures.put("messagesPerCpuSecond", Numbers.rounded(due / sum(cores)));
        figures.put("replacement", events);
        putLatencies(figures, "first " + FIRST_SECONDS + " s", 0, FIRST_SECONDS);
        putLatencies(figures, "until the replacement", FIRST_SECONDS, (int) events.toldAt());
        putLatencies(figures, "while the node drains", (int) events.toldAt(), (int) events.endedAt());
        putLatencies(figures, "from then on", (int) events.endedAt(), size.seconds());
        figures.put("p50 ms by second", latencies.percentiles(50));
        figures.put("p99 ms by second", latencies.percentiles(99));
        figures.put("max ms by second", latencies.percentiles(100));
        figures.put("cores of all nodes by second", cores);
        return figures;
    }

    private void putLatencies(Map<String, Object> figures, String when, int from, int to) {
        List<Double> all = new ArrayList<>();
        for (double percentile : List.of(50.0, 99.0, 100.0)) {
            all.add(latencies.percentile(percentile, from, to));
        }
        figures.put("p50, p99, max ms, " + when, all);
    }

    private static double sum(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private LineChart chart() {
        return new LineChart("From due to received, ms, by the second in which a message is due")
                .line("max", "#b5b5b5", latencies.percentiles(100))
                .line("p99", "#d9534f", latencies.percentiles(99))
                .line("p50", "#5b8def", latencies.percentiles(50))
                .mark("SIGTERM", events.toldAt())
                .mark("ended", events.endedAt())
                .mark("ready", events.readyAt());
    }
}
