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
 * The result of observing a healthy cluster under load.
 *
 * @param up the nodes that Prometheus reaches
 * @param fired alerts that fired at any time
 * @param pending alerts whose condition holds under the steady load; they would fire in the end
 * @param gatling its exit code
 */
record ObservationResult(
        ObserveSettings settings,
        List<QueryCheck> checks,
        int up,
        List<String> fired,
        List<String> pending,
        Sent sent,
        int gatling) {

    /** The number of messages according to Gatling and to Prometheus. */
    record Sent(long byGatling, long byPrometheus) {}

    List<String> violations() {
        List<String> violations = new ArrayList<>();
        checks.stream()
                .filter(check -> !check.isExpected())
                .forEach(check -> violations.add("no data: " + check.query()));
        fired.forEach(alert -> violations.add(alert + " fired"));
        pending.forEach(alert -> violations.add(alert + " is about to fire"));
        require(violations, up == settings.cluster().nodes(), "Prometheus reaches " + up + " nodes");
        require(violations, sent.byGatling() == sent.byPrometheus(), "messages are counted differently: " + sent);
        require(violations, gatling == 0, "Gatling's assertions do not hold");
        return violations;
    }

    private static void require(List<String> violations, boolean holds, String otherwise) {
        if (!holds) {
            violations.add(otherwise);
        }
    }

    void print() {
        for (QueryCheck check : checks) {
            System.out.printf(
                    "%-28s %-40s %-11s %s%n",
                    check.query().dashboard(),
                    check.query().panel(),
                    check.query().unit(),
                    check.description());
        }
        System.out.printf("%nalerts that fired: %s, about to fire: %s%n%s%n", fired, pending, sent);
        violations().forEach(violation -> System.out.println("FAILED: " + violation));
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
        all.put("answers", checks.stream().map(QueryCheck::asMap).toList());
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("observed.json"), Json.writePretty(all) + "\n");
    }
}
