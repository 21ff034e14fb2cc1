package dev.parley.loadtests.fanout;

import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.Publisher;
import dev.parley.loadtests.lab.Benchmark;
import dev.parley.loadtests.lab.CpuMeter;
import dev.parley.loadtests.lab.Lab;
import dev.parley.loadtests.lab.Sites;
import dev.parley.loadtests.report.Report;
import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long a broadcast takes that enters at one node and is heard at another, at a load that every contender bears. */
public final class LatencyBenchmark implements Benchmark {

    private static final int ROOMS = 40;
    private static final int ROOM_SIZE = 20;
    private static final int[] MESSAGES_PER_SECOND = {250, 1000};
    private static final long SETTLE_MS = 500;

    @Override
    public Report run(Lab lab) throws Exception {
        Report report = new Report("latency", "Cross-node delivery at a fixed load: 99th percentile", "p99 ms")
                .setting("rooms", ROOMS)
                .setting("members, all on the other node", ROOM_SIZE)
                .setting("rounds", lab.rounds())
                .setting("secondsPerRun", lab.seconds());
        try (LoadClient client = new LoadClient();
                Sites sites = Sites.start(lab, 2)) {
            Map<Site, FanOutRun> runs = new LinkedHashMap<>();
            for (Site site : sites.all()) {
                FanOutRun run = new FanOutRun(client);
                run.join("p99", ROOMS, ROOM_SIZE, List.of(site.plan(1).port()));
                runs.put(site, run);
            }
            for (int rate : MESSAGES_PER_SECOND) {
                measure(lab, client, runs, rate, report);
            }
        }
        return report;
    }

    private static void measure(Lab lab, LoadClient client, Map<Site, FanOutRun> runs, int rate, Report report)
            throws Exception {
        for (Map.Entry<Site, FanOutRun> each : runs.entrySet()) {
            sample(client, each.getKey(), each.getValue(), rate, lab.warmUpSeconds());
        }
        for (int round = 0; round < lab.rounds(); round++) {
            for (Map.Entry<Site, FanOutRun> each : runs.entrySet()) {
                Sample sample = sample(client, each.getKey(), each.getValue(), rate, lab.seconds());
                report.add(
                        rate * ROOM_SIZE + " deliveries/s",
                        each.getKey().contender().name(),
                        sample);
            }
        }
    }

    private static Sample sample(LoadClient client, Site site, FanOutRun run, int rate, int seconds) throws Exception {
        try (Publisher publisher = Source.REST.connect(client, site)) {
            run.publishAtRate(publisher, rate);
            Thread.sleep(SETTLE_MS);
            long before = run.counts().heard();
            CpuMeter meter = CpuMeter.start(site);
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
