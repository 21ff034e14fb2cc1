package dev.parley.loadtests.fanout;

import dev.parley.loadtests.benchmark.Benchmark;
import dev.parley.loadtests.benchmark.BenchmarkSettings;
import dev.parley.loadtests.benchmark.CpuMeter;
import dev.parley.loadtests.benchmark.Deployments;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.Publisher;
import dev.parley.loadtests.report.Report;
import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Deployment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** CPU per delivery of a room broadcast, by room size, number of nodes and load. */
public final class FanOutBenchmark implements Benchmark {

    private static final long SETTLE_MS = 500;
    private static final String FRESH = " / fresh";
    private static final String WARM = " / warm";
    /** A JVM compiles for some time after its start. */
    private static final int FIRST_WARM_UP = 5;

    @Override
    public Report run(BenchmarkSettings settings) throws Exception {
        Report report = new Report("fan-out", "Fan-out: deliveries per CPU second of all nodes", "deliveries/CPU s")
                .setting("rounds", settings.rounds())
                .setting("secondsPerRun", settings.seconds());
        BenchmarkSettings suitable = settings.onlyWithBroadcasts();
        for (FanOutCase each : FanOutCase.all()) {
            if (each.isMeasuredFresh() && settings.wants(each.title() + FRESH)) {
                measureFresh(suitable, each, report);
            }
        }
        for (int nodes = 1; nodes <= 2; nodes++) {
            List<FanOutCase> cases = casesOf(settings, nodes);
            if (!cases.isEmpty()) {
                measureWarm(suitable, nodes, cases, report);
            }
        }
        return report;
    }

    private static List<FanOutCase> casesOf(BenchmarkSettings settings, int nodes) {
        return FanOutCase.all().stream()
                .filter(c -> c.nodes() == nodes && settings.wants(c.title() + WARM))
                .toList();
    }

    private static void measureFresh(BenchmarkSettings settings, FanOutCase which, Report report) throws Exception {
        Deployments.measureFresh(
                settings.only(which.source()::suits),
                which.nodes(),
                which.title() + FRESH,
                report,
                (client, deployment) ->
                        sample(client, deployment, join(client, deployment, which), which, settings.seconds()));
    }

    private static void measureWarm(BenchmarkSettings settings, int nodes, List<FanOutCase> cases, Report report)
            throws Exception {
        try (LoadClient client = new LoadClient();
                Deployments deployments = Deployments.start(settings, nodes)) {
            int warmUpSeconds = FIRST_WARM_UP * settings.warmUpSeconds();
            for (FanOutCase each : cases) {
                measureWarm(settings, client, deployments, each, warmUpSeconds, report);
                warmUpSeconds = settings.warmUpSeconds();
            }
        }
    }

    private static void measureWarm(
            BenchmarkSettings settings,
            LoadClient client,
            Deployments deployments,
            FanOutCase which,
            int warmUpSeconds,
            Report report)
            throws Exception {
        Map<Deployment, FanOutRun> runs = new LinkedHashMap<>();
        for (Deployment deployment : deployments.all()) {
            if (which.source().suits(deployment.contender())) {
                runs.put(deployment, join(client, deployment, which));
            }
        }
        for (Map.Entry<Deployment, FanOutRun> each : runs.entrySet()) {
            sample(client, each.getKey(), each.getValue(), which, warmUpSeconds);
        }
        for (int round = 0; round < settings.rounds(); round++) {
            for (Map.Entry<Deployment, FanOutRun> each : runs.entrySet()) {
                Sample sample = sample(client, each.getKey(), each.getValue(), which, settings.seconds());
                report.add(which.title() + WARM, each.getKey().contender().name(), sample);
            }
        }
        for (FanOutRun run : runs.values()) {
            run.leave();
        }
    }

    private static FanOutRun join(LoadClient client, Deployment deployment, FanOutCase which) throws Exception {
        List<Integer> ports = new ArrayList<>();
        for (int node = 0; node < which.nodes(); node++) {
            ports.add(deployment.plan(node).port());
        }
        FanOutRun run = new FanOutRun(client);
        String tag = Integer.toString(Math.abs(which.hashCode()) % 10_000);
        run.join(which.source().event(), tag, which.rooms(), which.roomSize(), ports);
        return run;
    }

    private static Sample sample(LoadClient client, Deployment deployment, FanOutRun run, FanOutCase which, int seconds)
            throws Exception {
        try (Publisher publisher = which.source().connect(client, deployment)) {
            if (which.isSaturated()) {
                run.saturate(publisher);
            } else {
                run.publishAtRate(publisher, which.messagesPerSecond());
            }
            Thread.sleep(SETTLE_MS);
            FanOutRun.Counts before = run.counts();
            CpuMeter meter = CpuMeter.start(deployment);
            TimeUnit.SECONDS.sleep(seconds);
            FanOutRun.Counts after = run.counts();
            Sample sample = meter.read(after.heard() - before.heard(), "deliveries");
            if (!which.isSaturated()) {
                sample.with("p50 ms", after.latency().getValueAtPercentile(50) / 1e6)
                        .with("p99 ms", after.latency().getValueAtPercentile(99) / 1e6);
            }
            return sample.with("lost", run.pause())
                    .with("out of order", after.outOfOrder() - before.outOfOrder())
                    .with("resyncs", run.counts().resyncs() - before.resyncs());
        }
    }
}
