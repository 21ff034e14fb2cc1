package dev.parley.loadtests.messages;

import dev.parley.loadtests.report.DrillReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a {@link RestartDrill}.
 *
 * @param afterwards the messages since the cluster was healthy again
 * @param largestShare the most connections that a node had at once, in equal shares
 */
public record RestartResult(
        RestartScenario scenario,
        DrillSize size,
        MessageTotals totals,
        ClientStatistics.Phase afterwards,
        double largestShare,
        List<Map<String, Object>> timeline) {

    private static final double MOST_SHARES = 2;

    /** Violations that do not depend on the speed of the machine. */
    public List<String> messageViolations() {
        List<String> violations = totals.violations();
        boolean toldToResync = !scenario.losesEvents() || totals.clients().resyncs() > 0;
        MessageTotals.require(violations, toldToResync, "no client was told to resync");
        return violations;
    }

    private List<String> violations() {
        List<String> violations = new ArrayList<>(messageViolations());
        long falseOffline = totals.clients().falseOffline();
        long unheard = afterwards.acknowledged() - afterwards.live();
        MessageTotals.require(violations, falseOffline == 0, falseOffline + " false announcements of offline");
        MessageTotals.require(
                violations, largestShare <= MOST_SHARES, "a node had %.2f times its share".formatted(largestShare));
        MessageTotals.require(violations, afterwards.acknowledged() > 0, "nothing was acknowledged afterwards");
        MessageTotals.require(violations, unheard == 0, unheard + " messages were not received live afterwards");
        return violations;
    }

    public DrillReport report() {
        Map<String, Object> figures = totals.figures();
        figures.put("falseOffline", totals.clients().falseOffline());
        figures.put("acknowledgedAfterwards", afterwards.acknowledged());
        figures.put("receivedLiveAfterwards", afterwards.live());
        figures.put("largestShareOfConnections", Math.rint(largestShare * 100) / 100);
        return new DrillReport(scenario.label(), settings(), figures, "connectionsByNode", timeline, violations());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("clients", size.users());
        settings.put("nodes", size.cluster().nodes());
        settings.put("msBetweenMessages", size.pace().toMillis());
        settings.put("drainSeconds", size.cluster().drain().toSeconds());
        settings.put("calmSeconds", size.calm().toSeconds());
        return settings;
    }
}
