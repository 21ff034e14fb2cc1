package dev.parley.loadtests.observe;

import dev.parley.loadtests.observe.ObservationResult.Sent;
import dev.parley.loadtests.options.Options;
import dev.parley.loadtests.server.Cluster;
import dev.parley.loadtests.server.CommandLines;
import dev.parley.loadtests.server.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs a Gatling simulation against two gateways behind HAProxy, and checks that a Prometheus that scrapes them can answer every query of
 * every dashboard; started by {@code load-tests/observe}. Exit code 1: a panel has no data, or an alert fires.
 */
public final class ObserveMain {

    private static final Duration ARRIVAL = Duration.ofSeconds(90);
    private static final Duration REPORT = Duration.ofSeconds(120);
    private static final Duration LAST_SCRAPE = Duration.ofSeconds(40);
    private static final long LOOK_AGAIN_MS = 500;

    private final ObserveSettings settings;
    private final Prometheus prometheus;
    private final ServerProcess gatling;

    private ObserveMain(ObserveSettings settings, Prometheus prometheus, ServerProcess gatling) {
        this.settings = settings;
        this.prometheus = prometheus;
        this.gatling = gatling;
    }

    public static void main(String[] arguments) {
        System.exit(code(Options.of(List.of(arguments))));
    }

    private static int code(Options options) {
        try {
            ObservationResult result = run(ObserveSettings.of(options));
            result.print();
            result.write(options.results());
            return result.violations().isEmpty() ? 0 : 1;
        } catch (Exception failure) {
            failure.printStackTrace();
            return 1;
        }
    }

    private static ObservationResult run(ObserveSettings settings) throws Exception {
        try (Cluster cluster = Cluster.start(settings.cluster());
                Prometheus prometheus =
                        Prometheus.start(CommandLines.loadTests("../monitoring"), settings.logs(), opsPorts(cluster));
                ServerProcess gatling =
                        ServerProcess.start("observe-gatling", settings.logs(), load(settings, cluster))) {
            return new ObserveMain(settings, prometheus, gatling).observe();
        }
    }

    private static List<Integer> opsPorts(Cluster cluster) {
        return IntStream.range(0, cluster.size())
                .mapToObj(node -> cluster.plan(node).opsPort())
                .toList();
    }

    private static List<String> load(ObserveSettings settings, Cluster cluster) {
        return Gatling.command(
                System.getProperty("parley.gatling.classpath"),
                "dev.parley.loadtests.simulation." + settings.simulation(),
                settings.description(),
                CommandLines.loadTests("target/gatling"),
                settings.load(cluster.clientPorts().get(0)));
    }

    private ObservationResult observe() throws Exception {
        await(settings.ramp().plus(ARRIVAL), "all users are connected", this::areAllConnected);
        Thread.sleep(settings.steady().toMillis());
        List<QueryCheck> checks = queryAll();
        int up = (int) prometheus.number("sum(up)");
        List<String> pending = alerts("ALERTS{alertstate=\"pending\"}");
        int code = gatling.awaitEnd(settings.hold().plus(REPORT));
        long byGatling = gatling.lastFigure("> send-message ") + gatling.lastFigure("> new-message ");
        long byPrometheus = counted(byGatling);
        List<String> fired = alerts("count_over_time(ALERTS{alertstate=\"firing\"}[1h])");
        return new ObservationResult(settings, checks, up, fired, pending, new Sent(byGatling, byPrometheus), code);
    }

    private boolean areAllConnected() throws IOException, InterruptedException {
        if (!gatling.isAlive()) {
            throw new IllegalStateException("Gatling ended too early, see " + settings.logs());
        }
        return prometheus.number("sum(parley_connections)") >= settings.users();
    }

    private List<QueryCheck> queryAll() throws IOException, InterruptedException {
        DocumentedMetrics metrics = DocumentedMetrics.read(CommandLines.loadTests("../docs/METRICS.md"));
        List<QueryCheck> checks = new ArrayList<>();
        for (DashboardQuery query : DashboardQuery.in(CommandLines.loadTests("../monitoring/grafana/dashboards"))) {
            checks.add(QueryCheck.of(query, prometheus, metrics));
        }
        return checks;
    }

    private List<String> alerts(String expression) throws IOException, InterruptedException {
        return prometheus.ask(expression).stream()
                .map(answer -> answer.labels().get("alertname"))
                .distinct()
                .toList();
    }

    /** Waits for the scrape after the last message. @param expected number of messages */
    private long counted(long expected) throws Exception {
        String messages = "sum(parley_events_seconds_count{event=\"send-message\"})";
        long deadline = System.nanoTime() + LAST_SCRAPE.toNanos();
        while (prometheus.number(messages) != expected && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_AGAIN_MS);
        }
        return (long) prometheus.number(messages);
    }

    private static void await(Duration within, String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not within " + within.toSeconds() + " s: " + what);
            }
            Thread.sleep(LOOK_AGAIN_MS);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }
}
