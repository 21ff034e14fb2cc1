package dev.parley.loadtests.chat;

import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.lab.Benchmark;
import dev.parley.loadtests.lab.Lab;
import dev.parley.loadtests.report.Report;
import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Contender;
import dev.parley.loadtests.server.ProcStat;
import dev.parley.loadtests.server.Site;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a connected, identified socket in one chat costs while nothing happens: resident memory, after collection. */
public final class IdleMemoryBenchmark implements Benchmark {

    private static final int SOCKETS = 10_000;
    private static final int WARM_UP_SOCKETS = 1000;
    private static final int AT_ONCE = 100;
    private static final long SETTLE_SECONDS = 4;

    @Override
    public Report run(Lab lab) throws Exception {
        Report report = new Report("idle-memory", "Idle websockets: bytes of RSS each, at 10,000", "bytes/socket")
                .setting("sockets", SOCKETS)
                .setting("rounds", lab.rounds())
                .setting("client", "headers of a browser, which offers permessage-deflate");
        for (int round = 0; round < lab.rounds(); round++) {
            for (Contender contender : lab.onlyWithChats().contenders()) {
                try (LoadClient client = new LoadClient();
                        Site site = Site.start(contender, 1, lab.logs())) {
                    report.add("10,000 idle, joined, identified", contender.name(), measure(client, site));
                }
            }
        }
        return report;
    }

    private static Sample measure(LoadClient client, Site site) throws Exception {
        List<Conversation> chats = Conversations.open(site, "idle", SOCKETS / 2);
        Attendance attendance = new Attendance(client, true);
        Attendance.leave(attendance.attendAll(site, chats, WARM_UP_SOCKETS, AT_ONCE));
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        long before = rss(site);
        List<LoadSocket> sockets = attendance.attendAll(site, chats, SOCKETS, AT_ONCE);
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        long after = rss(site);
        Attendance.leave(sockets);
        return new Sample()
                .with("bytes/socket", (after - before) / (double) SOCKETS)
                .with("MB before", before / 1e6)
                .with("MB after", after / 1e6);
    }

    private static long rss(Site site) throws Exception {
        site.collectGarbage();
        return ProcStat.rssBytes(site.nodes().get(0).pid());
    }
}
