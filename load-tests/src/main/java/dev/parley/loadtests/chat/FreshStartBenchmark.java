package dev.parley.loadtests.chat;

import dev.parley.loadtests.benchmark.Benchmark;
import dev.parley.loadtests.benchmark.BenchmarkSettings;
import dev.parley.loadtests.benchmark.CpuMeter;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.report.Report;
import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Contender;
import dev.parley.loadtests.server.Deployment;
import dev.parley.loadtests.server.ProcStat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A node that has just been started, at 150 messages a second: CPU and time until it is ready, CPU and latency of the first 45 seconds, and of
 * 45 seconds after some minutes.
 */
public final class FreshStartBenchmark implements Benchmark {

    private static final int CHATS = 150;
    private static final int PER_NODE_AND_SECOND = 150;
    private static final int FIRST_SECONDS = 15;
    private static final int SECONDS = 45;
    private static final int WARM_AFTER_SECONDS = 300;

    @Override
    public Report run(BenchmarkSettings settings) throws Exception {
        Report report = new Report(
                        "fresh-start",
                        "A fresh node at 150 messages a second: messages per CPU second",
                        "messages/CPU s")
                .comparedTo(Contender.PLAIN)
                .setting("chats, of two", CHATS)
                .setting("messagesPerSecond, of each node", PER_NODE_AND_SECOND)
                .setting("warmAfterSeconds", WARM_AFTER_SECONDS)
                .setting("rounds", settings.rounds());
        for (int nodes = 1; nodes <= 2; nodes++) {
            String name = nodes == 1 ? "1 node" : nodes + " nodes";
            boolean wantsWarm = settings.wants(name + " / warm");
            if (settings.wants(name + " / fresh") || wantsWarm) {
                measureAll(settings.onlyWithChats(), nodes, name, wantsWarm, report);
            }
        }
        return report;
    }

    private static void measureAll(BenchmarkSettings settings, int nodes, String name, boolean wantsWarm, Report report)
            throws Exception {
        for (int round = 0; round < settings.rounds(); round++) {
            for (Contender contender : settings.contenders()) {
                try (LoadClient client = new LoadClient();
                        Deployment deployment = Deployment.startStores(contender, settings.logs())) {
                    PacedTraffic traffic = new PacedTraffic(client, chatsOfAnotherProgram(deployment));
                    report.add(name + " / fresh", contender.name(), fresh(deployment, nodes, traffic));
                    if (wantsWarm) {
                        TimeUnit.SECONDS.sleep(WARM_AFTER_SECONDS - SECONDS);
                        report.add(name + " / warm", contender.name(), warm(deployment, traffic));
                    }
                    System.out.println(contender.name() + ": not received " + traffic.stop());
                }
            }
        }
    }

    /** The Node.js peer creates the chats, so that the measured node is fresh when the first socket connects. */
    private static List<Conversation> chatsOfAnotherProgram(Deployment deployment) throws Exception {
        try (Deployment other = deployment.withSameStores(Contender.baseline())) {
            other.startNode();
            return Conversations.open(other, "fresh", CHATS);
        }
    }

    private static Sample fresh(Deployment deployment, int nodes, PacedTraffic traffic) throws Exception {
        long start = System.nanoTime();
        for (int node = 0; node < nodes; node++) {
            deployment.startNode();
        }
        double readySeconds = (System.nanoTime() - start) / 1e9 / nodes;
        double readyCpu = ProcStat.cpu(deployment.nodes()).total() / nodes;
        CpuMeter meter = CpuMeter.start(deployment);
        long ready = System.nanoTime();
        traffic.join(deployment);
        double connectSeconds = (System.nanoTime() - ready) / 1e9;
        traffic.start(PER_NODE_AND_SECOND * nodes);
        TimeUnit.SECONDS.sleep(FIRST_SECONDS);
        Histogram first = traffic.takeLatencies();
        sleepUntil(ready + TimeUnit.SECONDS.toNanos(SECONDS));
        Histogram rest = traffic.takeLatencies();
        Sample sample = meter.read(traffic.acknowledged(), "messages");
        return sample.with("ready after s", readySeconds)
                .with("CPU s until ready", readyCpu)
                .with("connected after s", connectSeconds)
                .with("p50 ms, first 15 s", first.getValueAtPercentile(50) / 1e6)
                .with("p99 ms, first 15 s", first.getValueAtPercentile(99) / 1e6)
                .with("p99 ms, rest of 45 s", rest.getValueAtPercentile(99) / 1e6)
                .with("refused", traffic.refused());
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
    }

    private static Sample warm(Deployment deployment, PacedTraffic traffic) throws Exception {
        traffic.takeLatencies();
        long before = traffic.acknowledged();
        CpuMeter meter = CpuMeter.start(deployment);
        TimeUnit.SECONDS.sleep(SECONDS);
        Histogram latencies = traffic.takeLatencies();
        return meter.read(traffic.acknowledged() - before, "messages")
                .with("p50 ms", latencies.getValueAtPercentile(50) / 1e6)
                .with("p99 ms", latencies.getValueAtPercentile(99) / 1e6)
                .with("refused", traffic.refused());
    }
}
