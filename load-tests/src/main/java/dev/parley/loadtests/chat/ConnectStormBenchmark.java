package dev.parley.loadtests.chat;

import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
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

/** Everybody comes at once: connects, says who they are, joins one chat, is counted online by the cluster. */
public final class ConnectStormBenchmark implements Benchmark {

    private static final int SOCKETS = 2000;
    private static final int AT_ONCE = 200;
    /** Who has to take in a storm has served for hours: a JVM compiles for a long time on so long a path. */
    private static final int WARM_UP_STORMS = 8;

    private static final int STATUS_PAGE = 100;
    /** Longer than the presence grace, so that the next storm finds everybody offline. */
    private static final long PAUSE_SECONDS = 4;

    @Override
    public Report run(Lab lab) throws Exception {
        Report report = new Report(
                        "connect-storm", "Connect storm: sockets per CPU second of all nodes", "sockets/CPU s")
                .setting("sockets", SOCKETS)
                .setting("handshakesAtOnce", AT_ONCE)
                .setting("warmUpStorms", WARM_UP_STORMS)
                .setting("rounds", lab.rounds());
        for (int nodes = 1; nodes <= 2; nodes++) {
            String caseName = nodes == 1 ? "1 node" : nodes + " nodes";
            if (lab.wants(caseName)) {
                measure(lab, nodes, caseName, report);
            }
        }
        return report;
    }

    private static void measure(Lab lab, int nodes, String caseName, Report report) throws Exception {
        try (LoadClient client = new LoadClient();
                Sites sites = Sites.start(lab.onlyWithChats(), nodes)) {
            Map<Site, List<Conversation>> people = new LinkedHashMap<>();
            for (Site site : sites.all()) {
                people.put(site, Conversations.open(site, "storm" + nodes, SOCKETS / 2));
                for (int i = 0; i < WARM_UP_STORMS; i++) {
                    storm(client, site, people.get(site));
                }
            }
            for (int round = 0; round < lab.rounds(); round++) {
                for (Site site : sites.all()) {
                    report.add(caseName, site.contender().name(), storm(client, site, people.get(site)));
                }
            }
        }
    }

    private static Sample storm(LoadClient client, Site site, List<Conversation> chats) throws Exception {
        CpuMeter meter = CpuMeter.start(site);
        List<LoadSocket> sockets = new Attendance(client, false).attendAll(site, chats, SOCKETS, AT_ONCE);
        Sample sample = meter.read(SOCKETS, "sockets");
        sample.with("not online", SOCKETS - online(sockets.get(0), chats));
        Attendance.leave(sockets);
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        return sample;
    }

    /** Asked of one node, which has to know about everybody. */
    private static long online(LoadSocket anyone, List<Conversation> chats) throws Exception {
        List<String> everybody = chats.stream()
                .flatMap(chat -> java.util.stream.Stream.of(chat.client(), chat.provider()))
                .toList();
        long online = 0;
        for (int from = 0; from < everybody.size(); from += STATUS_PAGE) {
            List<String> page = everybody.subList(from, Math.min(from + STATUS_PAGE, everybody.size()));
            for (var user : anyone.askOk("get-online-status", page)
                    .get(30, TimeUnit.SECONDS)
                    .path("users")) {
                online += user.path("isOnline").asBoolean() ? 1 : 0;
            }
        }
        return online;
    }
}
