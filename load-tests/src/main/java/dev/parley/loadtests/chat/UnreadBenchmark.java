package dev.parley.loadtests.chat;

import dev.parley.loadtests.benchmark.Benchmark;
import dev.parley.loadtests.benchmark.BenchmarkSettings;
import dev.parley.loadtests.client.BoundedConcurrency;
import dev.parley.loadtests.client.LoadClient;
import dev.parley.loadtests.client.LoadSocket;
import dev.parley.loadtests.client.SocketListener;
import dev.parley.loadtests.report.Report;
import dev.parley.loadtests.report.Sample;
import dev.parley.loadtests.server.Contender;
import dev.parley.loadtests.server.Deployment;
import dev.parley.loadtests.server.ProcStat;
import dev.parley.loadtests.server.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What a send costs in a chat with 100,000 unread messages, beside a chat in which everything was read before the run. Both are on one
 * node and in one collection, and are measured in turn.
 */
public final class UnreadBenchmark implements Benchmark {

    private static final int UNREAD = 100_000;
    /** Each may emit 100 events a second. */
    private static final int WRITERS = 64;

    private static final int FILLING = 64;
    private static final int PER_SECOND = 100;
    private static final long SETTLE_SECONDS = 2;
    private static final String FIGURE = "CPU µs/message";
    private static final String CASE = "one chat, 100 messages a second";
    private static final String NONE = "0 unread";
    private static final String MANY = "100,000 unread";

    @Override
    public Report run(BenchmarkSettings settings) throws Exception {
        Report report = new Report("unread", "send-message by unread messages: CPU of the node", FIGURE)
                .comparedTo(NONE)
                .setting("messagesPerSecond", PER_SECOND)
                .setting("unread", UNREAD)
                .setting("rounds", settings.rounds())
                .setting("secondsPerRun", settings.seconds());
        try (LoadClient client = new LoadClient();
                Deployment deployment = Deployment.start(Contender.parley(), 1, settings.logs())) {
            Conversation unread = Conversations.open(deployment, "unread", 1).get(0);
            Conversation read = Conversations.open(deployment, "read", 1).get(0);
            PacedTraffic many = join(client, deployment, unread);
            PacedTraffic none = join(client, deployment, read);
            fill(client, deployment, unread, UNREAD);
            fill(client, deployment, read, 1);
            measure(none, deployment, settings.warmUpSeconds());
            for (int round = 0; round < settings.rounds(); round++) {
                none.readAll();
                report.add(CASE, NONE, sample(deployment, none, "read", settings.seconds()));
                report.add(CASE, MANY, sample(deployment, many, "unread", settings.seconds()));
            }
        }
        return report;
    }

    /** The client writes these messages, over several sockets that are not in the chat. */
    private static void fill(LoadClient client, Deployment deployment, Conversation chat, int count) throws Exception {
        List<LoadSocket> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            LoadSocket socket = client.connect(deployment.plan(0).port(), SocketListener.IGNORE_EVENTS)
                    .get(30, TimeUnit.SECONDS);
            socket.askOk("user-join", chat.client()).get(30, TimeUnit.SECONDS);
            writers.add(socket);
        }
        List<Integer> numbers = IntStream.range(0, count).boxed().toList();
        BoundedConcurrency.forEach(numbers, FILLING, number -> writers.get(number % WRITERS)
                .askOk("send-message", chat.message("filled-" + number)));
        ChatSockets.closeAll(writers);
    }

    private static PacedTraffic join(LoadClient client, Deployment deployment, Conversation chat) throws Exception {
        PacedTraffic traffic = new PacedTraffic(client, List.of(chat));
        traffic.join(deployment);
        return traffic;
    }

    private static Sample sample(Deployment deployment, PacedTraffic traffic, String tag, int seconds)
            throws Exception {
        long unread = new RestClient()
                .unreadOfLatestChat(deployment.plan(0).http("/api/chats?userId=" + tag + "-provider-0&limit=1"))
                .get(60, TimeUnit.SECONDS);
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        return measure(traffic, deployment, seconds).with("unread before", unread);
    }

    private static Sample measure(PacedTraffic traffic, Deployment deployment, int seconds) throws Exception {
        traffic.takeLatencies();
        long before = traffic.acknowledged();
        double node = cpuOf(deployment.nodes().get(0));
        double mongo = cpuOf(deployment.mongo());
        traffic.start(PER_SECOND);
        TimeUnit.SECONDS.sleep(seconds);
        long notReceived = traffic.stop();
        long messages = traffic.acknowledged() - before;
        Histogram latencies = traffic.takeLatencies();
        return new Sample()
                .with(FIGURE, (cpuOf(deployment.nodes().get(0)) - node) / messages * 1e6)
                .with("MongoDB's CPU µs/message", (cpuOf(deployment.mongo()) - mongo) / messages * 1e6)
                .with("p50 ms", latencies.getValueAtPercentile(50) / 1e6)
                .with("p99 ms", latencies.getValueAtPercentile(99) / 1e6)
                .with("not received", notReceived)
                .with("refused", traffic.refused());
    }

    private static double cpuOf(ServerProcess process) {
        return ProcStat.cpu(process.pid()).total();
    }
}
