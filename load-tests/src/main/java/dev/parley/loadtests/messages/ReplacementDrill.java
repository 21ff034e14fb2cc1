package dev.parley.loadtests.messages;

import dev.parley.loadtests.chat.Conversation;
import dev.parley.loadtests.chat.Conversations;
import dev.parley.loadtests.report.DrillReport;
import dev.parley.loadtests.server.Cluster;
import dev.parley.loadtests.server.Contender;
import dev.parley.loadtests.server.Deployment;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Starts a cluster behind HAProxy under the load of its users, who all begin as soon as the first node is ready, and replaces the node
 * with the most connections: SIGTERM, and a new process when it has drained.
 */
public final class ReplacementDrill {

    private static final long END_OF_MEASURING_MS = 500;

    private final ReplacementSize size;

    public ReplacementDrill(ReplacementSize size) {
        this.size = size;
    }

    /** Returns when every process has ended. */
    public DrillReport run() throws Exception {
        try (Cluster cluster = Cluster.startWithoutNodes(size.cluster());
                UserPool users = UserPool.of(cluster, chatsOfAnotherProgram(cluster))) {
            cluster.launchNodes();
            cluster.awaitBalanced();
            try (NodeCpuSampler cpu = NodeCpuSampler.start(cluster)) {
                PacedUsers paced = users.startPaced(size.messagesPerSecond());
                long start = paced.startedAt();
                sleepUntil(start + size.before().toNanos());
                ReplacementEvents events = replaceNode(cluster, start);
                sleepUntil(start + TimeUnit.SECONDS.toNanos(size.seconds()));
                long due = users.callOnLoop(paced::stop);
                Thread.sleep(END_OF_MEASURING_MS);
                List<Double> cores = cpu.seconds();
                MessageTotals totals = MessageTotals.collect(users, cluster);
                return users.callOnLoop(() -> new ReplacementResult(
                                size, events, due, totals, users.statistics().latencies(), cores)
                        .report());
            }
        }
    }

    /** The Node.js peer creates the chats, so that every node is fresh when the first user connects. */
    private List<Conversation> chatsOfAnotherProgram(Cluster cluster) throws Exception {
        try (Deployment other = cluster.withSameStores(Contender.baseline())) {
            other.startNode();
            return Conversations.open(other.plan(0), "replacement", size.chats());
        }
    }

    private static ReplacementEvents replaceNode(Cluster cluster, long start) throws InterruptedException {
        List<Integer> connections = connections(cluster);
        int node = IntStream.range(0, cluster.size())
                .boxed()
                .max(Comparator.comparing(connections::get))
                .orElseThrow();
        double told = secondsSince(start);
        int exitCode = cluster.drain(node);
        double ended = secondsSince(start);
        cluster.restart(node);
        return new ReplacementEvents(node, connections, exitCode, told, ended, secondsSince(start));
    }

    private static List<Integer> connections(Cluster cluster) throws InterruptedException {
        Integer[] counts = new Integer[cluster.size()];
        for (int node = 0; node < counts.length; node++) {
            counts[node] = cluster.connections(node).orElse(0);
        }
        return List.of(counts);
    }

    private static double secondsSince(long start) {
        return Math.rint((System.nanoTime() - start) / 1e8) / 10;
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanoTime - System.nanoTime());
    }
}
