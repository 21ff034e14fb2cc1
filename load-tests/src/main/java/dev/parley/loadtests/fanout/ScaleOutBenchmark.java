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

/** CPU per message on one to four nodes with the same members and the same load. */
public final class ScaleOutBenchmark implements Benchmark {

    private static final int MAX_NODES = 4;
    private static final int MEMBERS = 400;
    private static final long SETTLE_MS = 500;

    @Override
    public Report run(BenchmarkSettings settings) throws Exception {
        Report report = new Report(
                        "scale-out", "One to four nodes, the same members and load: CPU per message", "µs/message")
                .setting("members", MEMBERS)
                .setting("rounds", settings.rounds())
                .setting("secondsPerRun", settings.seconds());
        for (int nodes = 1; nodes <= MAX_NODES; nodes++) {
            try (LoadClient client = new LoadClient();
                    Deployments deployments = Deployments.start(settings.onlyWithBroadcasts(), nodes)) {
                measure(settings, client, deployments, new Shape(nodes, 2, 5000), report);
                measure(settings, client, deployments, new Shape(nodes, 100, 300), report);
            }
        }
        return report;
    }

    private static void measure(
            BenchmarkSettings settings, LoadClient client, Deployments deployments, Shape shape, Report report)
            throws Exception {
        if (!settings.wants(shape.title())) {
            return;
        }
        Map<Deployment, FanOutRun> runs = new LinkedHashMap<>();
        for (Deployment deployment : deployments.all()) {
            FanOutRun run = new FanOutRun(client);
            run.join("s" + shape.roomSize(), MEMBERS / shape.roomSize(), shape.roomSize(), shape.ports(deployment));
            runs.put(deployment, run);
            sample(client, deployment, run, shape, settings.warmUpSeconds());
        }
        for (int round = 0; round < settings.rounds(); round++) {
            for (Map.Entry<Deployment, FanOutRun> each : runs.entrySet()) {
                Sample sample = sample(client, each.getKey(), each.getValue(), shape, settings.seconds());
                report.add(shape.title(), each.getKey().contender().name(), sample);
            }
        }
        for (FanOutRun run : runs.values()) {
            run.leave();
        }
    }

    private static Sample sample(LoadClient client, Deployment deployment, FanOutRun run, Shape shape, int seconds)
            throws Exception {
        try (Publisher publisher = publisher(client, deployment, shape)) {
            run.publishAtRate(publisher, shape.messagesPerSecond());
            Thread.sleep(SETTLE_MS);
            long before = run.counts().published();
            CpuMeter meter = CpuMeter.start(deployment);
            TimeUnit.SECONDS.sleep(seconds);
            FanOutRun.Counts after = run.counts();
            Sample cpu = meter.read(after.published() - before, "messages");
            Sample sample = new Sample().with("µs/message", 1e6 / cpu.get("messages/CPU s"));
            cpu.figures().forEach(sample::with);
            return sample.with("lost", run.pause()).with("out of order", after.outOfOrder());
        }
    }

    /** Frames of a peer, so that every node does the same; for contenders without peers, REST requests to the nodes in rotation. */
    private static Publisher publisher(LoadClient client, Deployment deployment, Shape shape) throws Exception {
        return BroadcastSource.PEER.suits(deployment.contender())
                ? BroadcastSource.PEER.connect(client, deployment)
                : BroadcastSource.overRest(client, shape.restPorts(deployment));
    }

    private record Shape(int nodes, int roomSize, int messagesPerSecond) {

        String title() {
            return "room " + roomSize + " / " + nodes + (nodes == 1 ? " node" : " nodes");
        }

        List<Integer> ports(Deployment deployment) {
            List<Integer> ports = new ArrayList<>();
            for (int node = 0; node < nodes; node++) {
                ports.add(deployment.plan(node).port());
            }
            return ports;
        }

        List<Integer> restPorts(Deployment deployment) {
            List<Integer> ports = new ArrayList<>();
            for (int node = 0; node < nodes; node++) {
                ports.add(deployment.plan(node).httpPort());
            }
            return ports;
        }
    }
}
