package dev.parley.loadtests.chat;

import dev.parley.loadtests.benchmark.Benchmark;
import dev.parley.loadtests.benchmark.BenchmarkSettings;
import dev.parley.loadtests.benchmark.CpuMeter;
import dev.parley.loadtests.benchmark.Deployments;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.report.Report;
import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Many sockets at once: each connects, identifies its user, joins one chat and is counted online by the cluster. */
public final class ConnectStormBenchmark implements Benchmark {

    private static final int SOCKETS = 2000;
    private static final int MAX_CONCURRENT = 200;
    private static final int WARM_UP_STORMS = 8;

    private static final int STATUS_PAGE = 100;
    /** Longer than the presence grace, so that every user is offline before the next storm. */
    private static final long PAUSE_SECONDS = 4;

    @Override
    public Report run(BenchmarkSettings settings) throws Exception {
        Report report = new Report(
                        "connect-storm", "Connect storm: sockets per CPU second of all nodes", "sockets/CPU s")
                .setting("sockets", SOCKETS)
                .setting("handshakesInFlight", MAX_CONCURRENT)
                .setting("warmUpStorms", WARM_UP_STORMS)
                .setting("rounds", settings.rounds());
        for (int nodes = 1; nodes <= 2; nodes++) {
            String name = nodes == 1 ? "1 node" : nodes + " nodes";
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
                        storm(client, deployment, Conversations.open(deployment, "fresh", SOCKETS / 2)));
    }

    private static void measureWarm(BenchmarkSettings settings, int nodes, String name, Report report)
            throws Exception {
        try (LoadClient client = new LoadClient();
                Deployments deployments = Deployments.start(settings, nodes)) {
            Map<Deployment, List<Conversation>> chats = new LinkedHashMap<>();
            for (Deployment deployment : deployments.all()) {
                chats.put(deployment, Conversations.open(deployment, "storm" + nodes, SOCKETS / 2));
                for (int i = 0; i < WARM_UP_STORMS; i++) {
                    storm(client, deployment, chats.get(deployment));
                }
            }
            for (int round = 0; round < settings.rounds(); round++) {
                for (Deployment deployment : deployments.all()) {
                    report.add(name, deployment.contender().name(), storm(client, deployment, chats.get(deployment)));
                }
            }
        }
    }

    private static Sample storm(LoadClient client, Deployment deployment, List<Conversation> chats) throws Exception {
        CpuMeter meter = CpuMeter.start(deployment);
        List<LoadSocket> sockets =
                new ChatSockets(client, false).connectAll(deployment, chats, SOCKETS, MAX_CONCURRENT);
        Sample sample = meter.read(SOCKETS, "sockets");
        sample.with("not online", SOCKETS - online(sockets.get(0), chats));
        ChatSockets.closeAll(sockets);
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
        return sample;
    }

    /** Asks one node, which has to know about all users. */
    private static long online(LoadSocket socket, List<Conversation> chats) throws Exception {
        List<String> users = chats.stream()
                .flatMap(chat -> Stream.of(chat.client(), chat.provider()))
                .toList();
        long online = 0;
        for (int from = 0; from < users.size(); from += STATUS_PAGE) {
            List<String> page = users.subList(from, Math.min(from + STATUS_PAGE, users.size()));
            for (var user : socket.askOk("get-online-status", page)
                    .get(30, TimeUnit.SECONDS)
                    .path("users")) {
                online += user.path("isOnline").asBoolean() ? 1 : 0;
            }
        }
        return online;
    }
}
