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

/** Room broadcast: what a delivery costs the nodes, by room size, number of nodes and load. */
public final class FanOutBenchmark implements Benchmark {

    private static final long SETTLE_MS = 500;
    /** A JVM that has just started compiles for a while. */
    private static final int FIRST_WARM_UP = 5;

    private final LoadClient client = new LoadClient();

    @Override
    public Report run(BenchmarkSettings settings) throws Exception {
        Report report = new Report("fan-out", "Fan-out: deliveries per CPU second of all nodes", "deliveries/CPU s")
                .setting("rounds", settings.rounds())
                .setting("secondsPerRun", settings.seconds());
        for (int nodes = 1; nodes <= 2; nodes++) {
            List<FanOutCase> cases = casesOf(settings, nodes);
            if (!cases.isEmpty()) {
                measureAll(settings, nodes, cases, report);
            }
        }
        client.close();
        return report;
    }

    private static List<FanOutCase> casesOf(BenchmarkSettings settings, int nodes) {
        return FanOutCase.all().stream()
                .filter(c -> c.nodes() == nodes && settings.wants(c.title()))
                .toList();
    }

    private void measureAll(BenchmarkSettings settings, int nodes, List<FanOutCase> cases, Report report)
            throws Exception {
        try (Deployments deployments = Deployments.start(settings, nodes)) {
            int warmUpSeconds = FIRST_WARM_UP * settings.warmUpSeconds();
            for (FanOutCase each : cases) {
                measure(settings, deployments, each, warmUpSeconds, report);
                warmUpSeconds = settings.warmUpSeconds();
            }
        }
    }

    private void measure(
            BenchmarkSettings settings, Deployments deployments, FanOutCase which, int warmUpSeconds, Report report)
            throws Exception {
        Map<Deployment, FanOutRun> runs = new LinkedHashMap<>();
        for (Deployment deployment : deployments.all()) {
            if (which.source().suits(deployment.contender())) {
                runs.put(deployment, join(deployment, which));
            }
        }
        for (Map.Entry<Deployment, FanOutRun> each : runs.entrySet()) {
            sample(each.getKey(), each.getValue(), which, warmUpSeconds);
        }
        for (int round = 0; round < settings.rounds(); round++) {
            for (Map.Entry<Deployment, FanOutRun> each : runs.entrySet()) {
                Sample sample = sample(each.getKey(), each.getValue(), which, settings.seconds());
                report.add(which.title(), each.getKey().contender().name(), sample);
            }
        }
        for (FanOutRun run : runs.values()) {
            run.leave();
        }
    }

    private FanOutRun join(Deployment deployment, FanOutCase which) throws Exception {
        List<Integer> ports = new ArrayList<>();
        for (int node = 0; node < which.nodes(); node++) {
            ports.add(deployment.plan(node).port());
        }
        FanOutRun run = new FanOutRun(client);
        String tag = Integer.toString(Math.abs(which.hashCode()) % 10_000);
        run.join(tag, which.rooms(), which.roomSize(), ports);
        return run;
    }

    private Sample sample(Deployment deployment, FanOutRun run, FanOutCase which, int seconds) throws Exception {
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
