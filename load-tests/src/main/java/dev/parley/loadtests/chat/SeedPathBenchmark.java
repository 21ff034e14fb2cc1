package dev.parley.loadtests.chat;

import dev.parley.loadtests.benchmark.Benchmark;
import dev.parley.loadtests.benchmark.BenchmarkSettings;
import dev.parley.loadtests.benchmark.CpuMeter;
import dev.parley.loadtests.benchmark.Deployments;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.report.Report;
import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Deployment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The whole path of a message, saturated: {@code send-message}, rules, a majority write, {@code new-message} to both participants,
 * {@code message-notification} to the receiver, the acknowledgement.
 */
public final class SeedPathBenchmark implements Benchmark {

    private static final int CHATS = 500;
    private static final int IN_FLIGHT = 64;
    private static final long SETTLE_MS = 500;
    /** A JVM compiles for a long time on so long a path. */
    private static final int WARM_UPS = 12;

    @Override
    public Report run(BenchmarkSettings settings) throws Exception {
        Report report = new Report("seed-path", "send-message: messages per CPU second of all nodes", "messages/CPU s")
                .setting("chats", CHATS)
                .setting("messagesInFlight", IN_FLIGHT)
                .setting("warmUpSeconds", WARM_UPS * settings.warmUpSeconds())
                .setting("rounds", settings.rounds())
                .setting("secondsPerRun", settings.seconds());
        for (int nodes = 1; nodes <= 2; nodes++) {
            String name = nodes == 1 ? "1 node" : "2 nodes, reader on the other";
            if (settings.wants(name + " / fresh")) {
                measureFresh(settings.onlyWithChats(), nodes, name + " / fresh", report);
            }
            if (settings.wants(name + " / warm")) {
                measureWarm(settings.onlyWithChats(), nodes, name + " / warm", report);
            }
        }
        return report;
    }

    private static void measureFresh(BenchmarkSettings settings, int nodes, String name, Report report)
            throws Exception {
        Deployments.measureFresh(
                settings,
                nodes,
                name,
                report,
                (client, deployment) ->
                        sample(deployment, join(client, deployment, "fresh", nodes), settings.seconds()));
    }

    private static void measureWarm(BenchmarkSettings settings, int nodes, String name, Report report)
            throws Exception {
        try (LoadClient client = new LoadClient();
                Deployments deployments = Deployments.start(settings, nodes)) {
            Map<Deployment, ChatTraffic> all = new LinkedHashMap<>();
            for (Deployment deployment : deployments.all()) {
                ChatTraffic traffic = join(client, deployment, "seed" + nodes, nodes);
                all.put(deployment, traffic);
                sample(deployment, traffic, WARM_UPS * settings.warmUpSeconds());
            }
            for (int round = 0; round < settings.rounds(); round++) {
                for (Map.Entry<Deployment, ChatTraffic> each : all.entrySet()) {
                    Sample sample = sample(each.getKey(), each.getValue(), settings.seconds());
                    report.add(name, each.getKey().contender().name(), sample);
                }
            }
        }
    }

    private static ChatTraffic join(LoadClient client, Deployment deployment, String tag, int nodes) throws Exception {
        ChatTraffic traffic = new ChatTraffic(client, Conversations.open(deployment, tag, CHATS));
        traffic.join(deployment, nodes - 1);
        return traffic;
    }

    private static Sample sample(Deployment deployment, ChatTraffic traffic, int seconds) throws Exception {
        traffic.start(IN_FLIGHT);
        Thread.sleep(SETTLE_MS);
        ChatTraffic.Counts before = traffic.counts();
        CpuMeter meter = CpuMeter.start(deployment);
        TimeUnit.SECONDS.sleep(seconds);
        ChatTraffic.Counts after = traffic.counts();
        Sample sample = meter.read(after.acknowledged() - before.acknowledged(), "messages")
                .with("ack p50 ms", after.untilAcknowledged().getValueAtPercentile(50) / 1e6)
                .with("ack p99 ms", after.untilAcknowledged().getValueAtPercentile(99) / 1e6);
        traffic.pause();
        ChatTraffic.Counts end = traffic.counts();
        return sample.with("refused", end.refused())
                .with("stored - acknowledged", traffic.stored() - end.acknowledged())
                .with("not delivered", 2 * end.acknowledged() - end.delivered())
                .with("not notified", end.acknowledged() - end.notified());
    }
}
