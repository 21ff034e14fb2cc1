package dev.parley.loadtests.fanout;

import dev.parley.loadtests.benchmark.Benchmark;
import dev.parley.loadtests.benchmark.BenchmarkSettings;
import dev.parley.loadtests.benchmark.Deployments;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.Publisher;
import dev.parley.loadtests.report.Report;
import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Deployment;
import dev.parley.loadtests.server.ProcStat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** CPU per message of a node without a member of the room, above that of the idle node. */
public final class StrangerNodeBenchmark implements Benchmark {

    private static final int ROOMS = 50;
    /** Enough to be visible above the background work of an idle node. */
    private static final int OF_A_PEER_PER_SECOND = 10_000;
    /** For contenders without peers; more would saturate the first node. */
    private static final int BY_REST_PER_SECOND = 2000;

    private static final int STRANGER = 1;

    @Override
    public Report run(BenchmarkSettings settings) throws Exception {
        Report report = new Report(
                        "stranger-node", "A node without a member of the room: its CPU per message", "µs/message")
                .setting("rooms, one member each, on the first node", ROOMS)
                .setting("messagesPerSecond, frames of a peer", OF_A_PEER_PER_SECOND)
                .setting("messagesPerSecond, by REST", BY_REST_PER_SECOND)
                .setting("rounds", settings.rounds())
                .setting("secondsPerRun", 2 * settings.seconds());
        try (LoadClient client = new LoadClient();
                Deployments deployments = Deployments.start(settings.onlyWithBroadcasts(), 2)) {
            Map<Deployment, FanOutRun> runs = new LinkedHashMap<>();
            for (Deployment deployment : deployments.all()) {
                FanOutRun run = new FanOutRun(client);
                run.join("far", ROOMS, 1, List.of(deployment.plan(0).port()));
                runs.put(deployment, run);
                sample(client, deployment, run, settings.warmUpSeconds());
            }
            for (int round = 0; round < settings.rounds(); round++) {
                for (Map.Entry<Deployment, FanOutRun> each : runs.entrySet()) {
                    Sample sample = sample(client, each.getKey(), each.getValue(), 2 * settings.seconds());
                    report.add(
                            "2 nodes, members on the other",
                            each.getKey().contender().name(),
                            sample);
                }
            }
        }
        return report;
    }

    private static Sample sample(LoadClient client, Deployment deployment, FanOutRun run, int seconds)
            throws Exception {
        long idleNode = deployment.nodes().get(STRANGER).pid();
        double idle = cpuOver(idleNode, seconds);
        boolean hearsPeers = BroadcastSource.PEER.suits(deployment.contender());
        try (Publisher publisher =
                (hearsPeers ? BroadcastSource.PEER : BroadcastSource.REST).connect(client, deployment)) {
            long before = run.counts().published();
            run.publishAtRate(publisher, hearsPeers ? OF_A_PEER_PER_SECOND : BY_REST_PER_SECOND);
            double busy = cpuOver(idleNode, seconds);
            long messages = run.counts().published() - before;
            return new Sample()
                    .with("µs/message", (busy - idle) * 1e6 / messages)
                    .with("at rest, ms/s", idle * 1e3 / seconds)
                    .with("busy, ms/s", busy * 1e3 / seconds)
                    .with("messages", messages)
                    .with("lost", run.pause());
        }
    }

    private static double cpuOver(long pid, int seconds) throws InterruptedException {
        double before = ProcStat.preciseCpuSeconds(pid);
        TimeUnit.SECONDS.sleep(seconds);
        return ProcStat.preciseCpuSeconds(pid) - before;
    }
}
