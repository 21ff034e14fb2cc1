package dev.parley.loadtests.presence;

import dev.parley.loadtests.fault.Fault;
import dev.parley.loadtests.fault.FaultSchedule;
import dev.parley.loadtests.report.DrillReport;
import dev.parley.loadtests.server.Cluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Injects faults into a cluster while devices come and go, and compares what observers on every node know with the truth. */
public final class PresenceDrill {

    private static final long HEAL_WITHIN_MS = 60_000;
    private static final long STEADY_MS = 5_000;
    /** Time for every device to reconnect. */
    private static final long SETTLE_MS = 40_000;

    private final PresenceDrillSize size;
    private final FaultSchedule faults;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    public PresenceDrill(PresenceDrillSize size, FaultSchedule faults) {
        this.size = size;
        this.faults = faults;
    }

    /** Returns when every process has ended. */
    public DrillReport run() throws Exception {
        try (Cluster cluster = Cluster.start(size.cluster());
                PresencePopulation population = PresencePopulation.connect(cluster, size)) {
            phase("none", null, population, () -> {});
            for (FaultSchedule.Entry entry : faults.entries()) {
                population.startPhase();
                phase(entry.fault().label(), entry.node(), population, () -> inject(entry, cluster, population));
            }
            population.startPhase();
            phase("none, devices stay", null, population, () -> {
                population.stopChurning();
                Thread.sleep(SETTLE_MS);
            });
            return report(population);
        }
    }

    private static void inject(FaultSchedule.Entry entry, Cluster cluster, PresencePopulation population)
            throws Exception {
        Fault fault = entry.fault();
        population.faultBegins(entry.node(), fault.isolatesNode(), !fault.leavesPresenceTimely());
        fault.inject(cluster, entry.node());
        population.faultEnded();
    }

    private interface Step {
        void run() throws Exception;
    }

    private void phase(String name, Integer node, PresencePopulation population, Step step) throws Exception {
        System.out.println(name + (node == null ? "" : " on node " + node));
        long start = System.nanoTime();
        step.run();
        long end = System.nanoTime();
        Healing healing = heal(population);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("fault", name);
        row.put("node", node);
        row.put("seconds", (end - start) / 1_000_000_000L);
        row.putAll(population.counts());
        row.put("disagreements", healing.mostDisagreements());
        row.put("healedAfterMs", healing.isHealed() ? healing.millis() : null);
        rows.add(row);
        System.out.println(row);
        if (!healing.isHealed()) {
            violations.add(name + ": not all nodes knew the truth within " + HEAL_WITHIN_MS / 1000 + " s, last: "
                    + healing.last());
        }
    }

    /**
     * When the nodes agreed with each other and with the truth after a fault.
     *
     * @param mostDisagreements users for which nodes gave different answers, in the worst comparison
     * @param millis from the end of the fault until they agreed for good
     */
    private record Healing(boolean isHealed, long millis, long mostDisagreements, NodeComparison last) {}

    /** Compares the nodes for the calm time, and on until they have agreed for some seconds. */
    private Healing heal(PresencePopulation population) throws Exception {
        long start = System.nanoTime();
        long wrongUntil = 0;
        long disagreements = 0;
        while (true) {
            NodeComparison comparison = population.compareNodes();
            long elapsed = (System.nanoTime() - start) / 1_000_000;
            disagreements = Math.max(disagreements, comparison.disagreements());
            if (!comparison.isRight()) {
                wrongUntil = elapsed;
            }
            boolean isHealed = comparison.isRight() && elapsed - wrongUntil >= STEADY_MS;
            if (isHealed && elapsed >= size.calm().toMillis() || elapsed >= HEAL_WITHIN_MS) {
                return new Healing(isHealed, wrongUntil, disagreements, comparison);
            }
            Thread.sleep(1_000);
        }
    }

    private DrillReport report(PresencePopulation population) throws Exception {
        Map<String, Object> figures = population.totals();
        figures.forEach((figure, value) -> {
            if (!figure.equals("announcements") && ((Number) value).longValue() > 0) {
                violations.add(figure + ": " + value);
            }
        });
        return new DrillReport("presence", size.asMap(), figures, "faults", rows, violations);
    }
}
