package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MonitoringTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A placeholder as in the manifests; the chart replaces it. Headings become anchors in lower case. */
    private static final String RUNBOOKS = "https://parley.example.com/docs/OPERATIONS.md#";

    private static final Pattern STEP = Pattern.compile("(?m)^[123]\\. ");

    @Test
    void prometheusTakesTheConfigurationAndTheRules() {
        Tool.require("promtool").run(PATIENCE, "check", "config", "monitoring/prometheus.yml");
    }

    @Test
    void alertsFireWhenTheyMustAndNotWhenTheyMustNot() {
        Tool promtool = Tool.require("promtool");
        for (Path test : Repository.files("monitoring/tests", ".yml")) {
            promtool.run(PATIENCE, "test", "rules", test.toString());
        }
    }

    @Test
    void everyAlertIsTestedFiringAndSilent() {
        assertThat(alertsOf(alerts -> !alerts.isEmpty())).as("seen firing").containsAll(alerts());
        assertThat(alertsOf(List::isEmpty)).as("seen silent").containsAll(alerts());
    }

    private static Set<String> alertsOf(Predicate<List<?>> expected) {
        Set<String> names = new TreeSet<>();
        for (Map<String, Object> test : MonitoringFiles.alertCases()) {
            if (expected.test((List<?>) test.get("exp_alerts"))) {
                names.add(test.get("alertname").toString());
            }
        }
        return names;
    }

    @Test
    void everyAlertHasItsFirstThreeStepsInTheHandbook() {
        String handbook = Repository.read("docs/OPERATIONS.md");
        for (String alert : alerts()) {
            assertThat(handbook).contains("### " + alert + "\n");
            String section = handbook.split("### " + alert + "\n", 2)[1].split("\n#", 2)[0];
            assertThat(STEP.matcher(section).results().count()).as(alert).isEqualTo(3);
        }
    }

    @Test
    void everyAlertLinksToItsSectionInTheHandbook() {
        for (Map<String, Object> alert : MonitoringFiles.rules("alert")) {
            String name = alert.get("alert").toString();
            assertThat(RenderedManifests.map(alert.get("annotations")))
                    .as(name)
                    .containsEntry("runbook_url", RUNBOOKS + name.toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void whatARuleRecordsIsAskedForSomewhere() {
        Set<String> asked = new TreeSet<>();
        MonitoringFiles.queries().forEach(query -> asked.addAll(PromQl.metrics(query.expression())));
        assertThat(asked).containsAll(MonitoringFiles.names("record"));
    }

    /** In a cluster the data source is not the provisioned one, so the reader of a dashboard can choose. */
    @Test
    void everyPanelAsksTheDataSourceThatTheReaderChooses() {
        for (Path dashboard : Repository.files("monitoring/grafana/dashboards", ".json")) {
            JsonNode root = MonitoringFiles.json(dashboard);
            JsonNode variable = root.path("templating").path("list").path(0);
            assertThat(variable.path("name").asText()).isEqualTo("datasource");
            assertThat(variable.path("type").asText()).isEqualTo("datasource");
            assertThat(variable.path("query").asText()).isEqualTo("prometheus");
            assertThat(root.findValues("datasource"))
                    .isNotEmpty()
                    .allMatch(source -> source.path("uid").asText().equals("${datasource}"));
        }
    }

    @Test
    void theAlertsSelectTheJobThatComposeScrapes() {
        Map<String, Object> configuration = MonitoringFiles.yaml(Repository.ROOT.resolve("monitoring/prometheus.yml"));
        String job = MonitoringFiles.list(configuration.get("scrape_configs"))
                .get(0)
                .get("job_name")
                .toString();

        assertThat(MonitoringFiles.rules("alert").stream()
                        .map(rule -> rule.get("expr").toString())
                        .filter(expression -> expression.contains("job=")))
                .isNotEmpty()
                .allMatch(expression -> expression.contains("job=\"" + job + "\""));
    }

    @Test
    void theAdapterServesTheMetricOfTheAutoscalerFromOneThatTheGatewayHas() {
        Map<String, Object> rules = RenderedManifests.map(
                MonitoringFiles.yaml(Repository.ROOT.resolve("monitoring/prometheus-adapter-values.yaml"))
                        .get("rules"));
        Map<String, Object> rule = MonitoringFiles.list(rules.get("custom")).get(0);
        String served = RenderedManifests.map(rule.get("name")).get("as").toString();

        assertThat(Repository.read("k8s/base/horizontalpodautoscaler.yaml")).contains("name: " + served + "\n");
        assertThat(rule.get("seriesQuery").toString()).startsWith(served + "{");
        assertThat(Repository.read("docs/METRICS.md")).contains("| `" + served + "` |");
    }

    private static List<String> alerts() {
        return MonitoringFiles.names("alert");
    }
}
