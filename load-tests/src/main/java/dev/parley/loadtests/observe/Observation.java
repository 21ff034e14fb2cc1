package dev.parley.loadtests.observe;

import dev.parley.loadtests.client.Json;
import dev.parley.loadtests.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen of a cluster that is well and has something to do.
 *
 * @param up the nodes that Prometheus reaches
 * @param fired alerts that fired at any time
 * @param pending alerts whose condition holds under the steady load; they would fire in the end
 * @param gatling its exit code
 */
record Observation(
        ObserveSettings settings,
        List<Finding> findings,
        int up,
        List<String> fired,
        List<String> pending,
        Sent sent,
        int gatling) {

    /** Messages as either side counts them. */
    record Sent(long byGatling, long byPrometheus) {}

    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        findings.stream()
                .filter(finding -> !finding.isWell())
                .forEach(finding -> complaints.add("no data: " + finding.question()));
        fired.forEach(alert -> complaints.add(alert + " fired"));
        pending.forEach(alert -> complaints.add(alert + " is about to fire"));
        expect(complaints, up == settings.fleet().nodes(), "Prometheus reaches " + up + " nodes");
        expect(complaints, sent.byGatling() == sent.byPrometheus(), "messages are counted differently: " + sent);
        expect(complaints, gatling == 0, "Gatling's assertions do not hold");
        return complaints;
    }

    private static void expect(List<String> complaints, boolean holds, String otherwise) {
        if (!holds) {
            complaints.add(otherwise);
        }
    }

    void print() {
        for (Finding finding : findings) {
            System.out.printf(
                    "%-28s %-40s %-11s %s%n",
                    finding.question().dashboard(),
                    finding.question().panel(),
                    finding.question().unit(),
                    finding.inWords());
        }
        System.out.printf("%nalerts that fired: %s, about to fire: %s%n%s%n", fired, pending, sent);
        complaints().forEach(complaint -> System.out.println("FAILED: " + complaint));
    }

    /** Writes {@code observed.json}. */
    void write(Path directory) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", Machine.describe());
        all.put("settings", settings.asMap());
        all.put("nodesUp", up);
        all.put("alertsFired", fired);
        all.put("alertsPending", pending);
        all.put("messagesByGatling", sent.byGatling());
        all.put("messagesByPrometheus", sent.byPrometheus());
        all.put("answers", findings.stream().map(Finding::asMap).toList());
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("observed.json"), Json.writePretty(all) + "\n");
    }
}
