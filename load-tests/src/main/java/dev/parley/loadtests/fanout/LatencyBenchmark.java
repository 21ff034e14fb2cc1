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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The time from a REST request to one node until the members on another node have the event, at fixed rates. */
public final class LatencyBenchmark implements Benchmark {

    private static final int ROOMS = 40;
    private static final int ROOM_SIZE = 20;
    private static final int[] MESSAGES_PER_SECOND = {250, 1000};
    private static final long SETTLE_MS = 500;

    @Override
    public Report run(BenchmarkSettings settings) throws Exception {
        Report report = new Report("latency", "Cross-node delivery at a fixed load: 99th percentile", "p99 ms")
                .setting("rooms", ROOMS)
                .setting("members, all on the other node", ROOM_SIZE)
                .setting("rounds", settings.rounds())
                .setting("secondsPerRun", settings.seconds());
        BenchmarkSettings suitable = settings.onlyWithBroadcasts();
        for (int rate : MESSAGES_PER_SECOND) {
            String name = title(rate) + " / fresh";
            if (settings.wants(name)) {
                Deployments.measureFresh(
                        suitable,
                        2,
                        name,
                        report,
                        (client, deployment) ->
                                sample(client, deployment, join(client, deployment), rate, settings.seconds()));
            }
        }
        try (LoadClient client = new LoadClient();
                Deployments deployments = Deployments.start(suitable, 2)) {
            Map<Deployment, FanOutRun> runs = new LinkedHashMap<>();
            for (Deployment deployment : deployments.all()) {
                runs.put(deployment, join(client, deployment));
            }
            for (int rate : MESSAGES_PER_SECOND) {
                if (settings.wants(title(rate) + " / warm")) {
                    measure(settings, client, runs, rate, report);
                }
            }
        }
        return report;
    }

    private static String title(int messagesPerSecond) {
        return messagesPerSecond * ROOM_SIZE + " deliveries/s";
    }

    private static FanOutRun join(LoadClient client, Deployment deployment) throws Exception {
        FanOutRun run = new FanOutRun(client);
        run.join("p99", ROOMS, ROOM_SIZE, List.of(deployment.plan(1).port()));
        return run;
    }

    private static void measure(
            BenchmarkSettings settings, LoadClient client, Map<Deployment, FanOutRun> runs, int rate, Report report)
            throws Exception {
        for (Map.Entry<Deployment, FanOutRun> each : runs.entrySet()) {
            sample(client, each.getKey(), each.getValue(), rate, settings.warmUpSeconds());
        }
        for (int round = 0; round < settings.rounds(); round++) {
            for (Map.Entry<Deployment, FanOutRun> each : runs.entrySet()) {
                Sample sample = sample(client, each.getKey(), each.getValue(), rate, settings.seconds());
                report.add(title(rate) + " / warm", each.getKey().contender().name(), sample);
            }
        }
    }

    private static Sample sample(LoadClient client, Deployment deployment, FanOutRun run, int rate, int seconds)
            throws Exception {
        try (Publisher publisher = BroadcastSource.REST.connect(client, deployment)) {
            run.publishAtRate(publisher, rate);
            Thread.sleep(SETTLE_MS);
            long before = run.counts().heard();
            CpuMeter meter = CpuMeter.start(deployment);
            TimeUnit.SECONDS.sleep(seconds);
            FanOutRun.Counts after = run.counts();
            Histogram latency = after.latency();
            Sample sample = new Sample()
                    .with("p50 ms", latency.getValueAtPercentile(50) / 1e6)
                    .with("p99 ms", latency.getValueAtPercentile(99) / 1e6)
                    .with("p99.9 ms", latency.getValueAtPercentile(99.9) / 1e6);
            meter.read(after.heard() - before, "deliveries").figures().forEach(sample::with);
            return sample.with("lost", run.pause());
        }
    }
}
