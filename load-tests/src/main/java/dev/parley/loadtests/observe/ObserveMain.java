package dev.parley.loadtests.observe;

import dev.parley.loadtests.lab.Options;
import dev.parley.loadtests.observe.Observation.Sent;
import dev.parley.loadtests.server.Fleet;
import dev.parley.loadtests.server.Launcher;
import dev.parley.loadtests.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Has a real Prometheus watch two gateways behind a real HAProxy while Gatling has people talk through it, and asks all that
 * the dashboards ask; started by {@code load-tests/observe}. Exit code 1: a panel would be empty, an alert would fire.
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

    private static int code(Map<String, String> given) {
        try {
            Observation observation = run(ObserveSettings.of(given));
            observation.print();
            observation.write(Path.of(given.getOrDefault(
                    "results", Launcher.loadTests("../docs/bench").toString())));
            return observation.complaints().isEmpty() ? 0 : 1;
        } catch (Exception failure) {
            failure.printStackTrace();
            return 1;
        }
    }

    private static Observation run(ObserveSettings settings) throws Exception {
        try (Fleet fleet = Fleet.start(settings.fleet());
                Prometheus prometheus =
                        Prometheus.start(Launcher.loadTests("../monitoring"), settings.logs(), opsPorts(fleet));
                ServerProcess gatling =
                        ServerProcess.start("observe-gatling", settings.logs(), load(settings, fleet))) {
            return new ObserveMain(settings, prometheus, gatling).observe();
        }
    }

    private static List<Integer> opsPorts(Fleet fleet) {
        return IntStream.range(0, fleet.size())
                .mapToObj(node -> fleet.plan(node).opsPort())
                .toList();
    }

    private static List<String> load(ObserveSettings settings, Fleet fleet) {
        return Gatling.command(
                System.getProperty("parley.gatling.classpath"),
                "dev.parley.loadtests.simulation." + settings.simulation(),
                settings.inWords(),
                Launcher.loadTests("target/gatling"),
                settings.load(fleet.port()));
    }

    private Observation observe() throws Exception {
        await(settings.ramp().plus(ARRIVAL), "everybody is there", this::isEverybodyThere);
        Thread.sleep(settings.steady().toMillis());
        List<Finding> findings = askAll();
        int up = (int) prometheus.number("sum(up)");
        List<String> pending = alerts("ALERTS{alertstate=\"pending\"}");
        int code = gatling.awaitEnd(settings.hold().plus(REPORT));
        long byGatling = gatling.lastFigure("> send-message ") + gatling.lastFigure("> new-message ");
        long byPrometheus = counted(byGatling);
        List<String> fired = alerts("count_over_time(ALERTS{alertstate=\"firing\"}[1h])");
        return new Observation(settings, findings, up, fired, pending, new Sent(byGatling, byPrometheus), code);
    }

    private boolean isEverybodyThere() throws IOException, InterruptedException {
        if (!gatling.isAlive()) {
            throw new IllegalStateException("Gatling ended too early, see " + settings.logs());
        }
        return prometheus.number("sum(parley_connections)") >= settings.users();
    }

    private List<Finding> askAll() throws IOException, InterruptedException {
        DocumentedMetrics metrics = DocumentedMetrics.read(Launcher.loadTests("../docs/METRICS.md"));
        List<Finding> findings = new ArrayList<>();
        for (Question question : Question.in(Launcher.loadTests("../monitoring/grafana/dashboards"))) {
            findings.add(Finding.of(question, prometheus, metrics));
        }
        return findings;
    }

    private List<String> alerts(String expression) throws IOException, InterruptedException {
        return prometheus.ask(expression).stream()
                .map(answer -> answer.labels().get("alertname"))
                .distinct()
                .toList();
    }

    /** Prometheus knows of the last message after its next scrape. @param expected what it would say if all is well */
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
