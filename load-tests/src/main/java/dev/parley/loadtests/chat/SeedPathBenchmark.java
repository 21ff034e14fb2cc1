package dev.parley.loadtests.chat;

import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.lab.Benchmark;
import dev.parley.loadtests.lab.CpuMeter;
import dev.parley.loadtests.lab.Lab;
import dev.parley.loadtests.lab.Sites;
import dev.parley.loadtests.report.Report;
import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Site;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The whole path of a message: {@code send-message}, rules, rate limit, a majority write, {@code new-message} to both,
 * {@code message-notification} to the receiver, the acknowledgement.
 */
public final class SeedPathBenchmark implements Benchmark {

    private static final int CHATS = 500;
    private static final int AT_ONCE = 64;
    private static final long SETTLE_MS = 500;
    /** A JVM compiles for a long time on so long a path. */
    private static final int FIRST_WARM_UP = 12;

    @Override
    public Report run(Lab lab) throws Exception {
        Report report = new Report("seed-path", "send-message: messages per CPU second of all nodes", "messages/CPU s")
                .setting("chats", CHATS)
                .setting("messagesUnderWay", AT_ONCE)
                .setting("warmUpSeconds", FIRST_WARM_UP * lab.warmUpSeconds())
                .setting("rounds", lab.rounds())
                .setting("secondsPerRun", lab.seconds());
        for (int nodes = 1; nodes <= 2; nodes++) {
            String caseName = nodes == 1 ? "1 node" : "2 nodes, reader on the other";
            if (lab.wants(caseName)) {
                measure(lab, nodes, caseName, report);
            }
        }
        return report;
    }

    private static void measure(Lab lab, int nodes, String caseName, Report report) throws Exception {
        try (LoadClient client = new LoadClient();
                Sites sites = Sites.start(lab.onlyWithChats(), nodes)) {
            Map<Site, ChatTraffic> all = new LinkedHashMap<>();
            for (Site site : sites.all()) {
                ChatTraffic traffic = new ChatTraffic(client, Conversations.open(site, "seed" + nodes, CHATS));
                traffic.join(site, nodes - 1);
                all.put(site, traffic);
                sample(site, traffic, FIRST_WARM_UP * lab.warmUpSeconds());
            }
            for (int round = 0; round < lab.rounds(); round++) {
                for (Map.Entry<Site, ChatTraffic> each : all.entrySet()) {
                    Sample sample = sample(each.getKey(), each.getValue(), lab.seconds());
                    report.add(caseName, each.getKey().contender().name(), sample);
                }
            }
        }
    }

    private static Sample sample(Site site, ChatTraffic traffic, int seconds) throws Exception {
        traffic.start(AT_ONCE);
        Thread.sleep(SETTLE_MS);
        ChatTraffic.Counts before = traffic.counts();
        CpuMeter meter = CpuMeter.start(site);
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
