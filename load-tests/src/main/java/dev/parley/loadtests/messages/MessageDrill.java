package dev.parley.loadtests.messages;

import dev.parley.loadtests.fault.FaultSchedule;
import dev.parley.loadtests.report.DrillReport;
import dev.parley.loadtests.server.Cluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Injects faults into a cluster while users send messages, and checks that each acknowledged message is stored once and seen in order
 * by both participants.
 */
public final class MessageDrill {

    private final DrillSize size;
    private final FaultSchedule faults;
    private final long seed;

    public MessageDrill(DrillSize size, FaultSchedule faults, long seed) {
        this.size = size;
        this.faults = faults;
        this.seed = seed;
    }

    /** Returns when every process has ended. */
    public DrillReport run() throws Exception {
        try (Cluster cluster = Cluster.start(size.cluster());
                UserPool users = UserPool.connect(cluster, size.chats())) {
            users.startSending(size.pace());
            calm();
            for (int i = 0; i < faults.entries().size(); i++) {
                FaultSchedule.Entry entry = faults.entries().get(i);
                users.startPhase(i + 1);
                System.out.printf("%s on node %d%n", entry.fault().label(), entry.node());
                entry.fault().inject(cluster, entry.node());
                calm();
            }
            cluster.awaitAllReady();
            MessageTotals totals = MessageTotals.collect(users, cluster);
            return report(totals, rows(users));
        }
    }

    private void calm() throws InterruptedException {
        Thread.sleep(size.calm().toMillis());
    }

    private List<Map<String, Object>> rows(UserPool users) throws Exception {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int phase = 0; phase <= faults.entries().size(); phase++) {
            int number = phase;
            rows.add(row(number, users.callOnLoop(() -> users.statistics().ofPhase(number))));
        }
        return rows;
    }

    private Map<String, Object> row(int number, ClientStatistics.Phase phase) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(
                "fault",
                number == 0 ? "none" : faults.entries().get(number - 1).fault().label());
        row.put("node", number == 0 ? null : faults.entries().get(number - 1).node());
        row.put("acknowledged", phase.acknowledged());
        row.put("seen", phase.shownToBoth());
        row.put("receivedLive", phase.live());
        row.put("longestMsUntilSeen", phase.longestMs());
        return row;
    }

    private DrillReport report(MessageTotals totals, List<Map<String, Object>> rows) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("chats", size.chats());
        settings.put("nodes", size.cluster().nodes());
        settings.put("msBetweenMessages", size.pace().toMillis());
        settings.put("calmSeconds", size.calm().toSeconds());
        settings.put("drainSeconds", size.cluster().drain().toSeconds());
        settings.put("seed", seed);
        return new DrillReport("messages", settings, totals.figures(), "faults", rows, totals.violations());
    }
}
