package dev.parley.loadtests.chat;

import dev.parley.loadtests.benchmark.Benchmark;
import dev.parley.loadtests.benchmark.BenchmarkSettings;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.report.Report;
import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Contender;
import dev.parley.loadtests.server.Deployment;
import dev.parley.loadtests.server.ProcStat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Resident memory of a connected, identified socket in one chat while nothing happens, after garbage collection. */
public final class IdleMemoryBenchmark implements Benchmark {

    private static final int WARM_UP_SOCKETS = 1000;
    private static final int MAX_CONCURRENT = 100;
    private static final long SETTLE_SECONDS = 4;

    @Override
    public Report run(BenchmarkSettings settings) throws Exception {
        Report report = new Report("idle-memory", "Idle websockets: bytes of RSS each", "bytes/socket")
                .setting("rounds", settings.rounds())
                .setting("client", "headers of a browser, which offers permessage-deflate");
        for (int count : settings.sockets()) {
            for (int round = 0; round < settings.rounds(); round++) {
                measureAll(settings, count, report);
            }
        }
        return report;
    }

    private static void measureAll(BenchmarkSettings settings, int count, Report report) throws Exception {
        for (Contender contender : settings.onlyWithChats().contenders()) {
            try (LoadClient client = new LoadClient();
                    Deployment deployment = Deployment.start(contender, 1, settings.logs())) {
                String name = "%,d idle, joined, identified".formatted(count);
                report.add(name, contender.name(), measure(client, deployment, count));
            }
        }
    }

    private static Sample measure(LoadClient client, Deployment deployment, int count) throws Exception {
        List<Conversation> chats = Conversations.open(deployment, "idle", count / 2);
        ChatSockets chatSockets = new ChatSockets(client, true);
        ChatSockets.closeAll(chatSockets.connectAll(deployment, chats, WARM_UP_SOCKETS, MAX_CONCURRENT));
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        long before = rss(deployment);
        List<LoadSocket> sockets = chatSockets.connectAll(deployment, chats, count, MAX_CONCURRENT);
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        long after = rss(deployment);
        ChatSockets.closeAll(sockets);
        return new Sample()
                .with("bytes/socket", (after - before) / (double) count)
                .with("MB before", before / 1e6)
                .with("MB after", after / 1e6);
    }

    private static long rss(Deployment deployment) throws Exception {
        deployment.collectGarbage();
        return ProcStat.rssBytes(deployment.nodes().get(0).pid());
    }
}
