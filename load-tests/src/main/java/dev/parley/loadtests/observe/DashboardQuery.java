package dev.parley.loadtests.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.loadtests.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A query of a dashboard's panel.
 *
 * @param expression with the dashboard's variables filled in as Grafana does it when all nodes are chosen
 * @param legend how Grafana names an answer; {@code {{label}}} stands for the value of a label
 */
record DashboardQuery(String dashboard, String panel, String expression, String legend, String unit) {

    /** As in Grafana: four times the scrape interval of {@code monitoring/prometheus.yml}. */
    private static final String RATE_INTERVAL = "1m";

    private static final String ALL_NODES = ".*";

    /** The queries of every dashboard in the folder, in their order. */
    static List<DashboardQuery> in(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<DashboardQuery> questions = new ArrayList<>();
        for (Path file : files) {
            questions.addAll(of(file));
        }
        return questions;
    }

    private static List<DashboardQuery> of(Path file) throws IOException {
        List<DashboardQuery> questions = new ArrayList<>();
        JsonNode dashboard = Json.read(Files.readString(file));
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                questions.add(new DashboardQuery(
                        dashboard.path("title").asText(),
                        panel.path("title").asText(),
                        withVariables(target.path("expr").asText()),
                        target.path("legendFormat").asText(),
                        panel.at("/fieldConfig/defaults/unit").asText()));
            }
        }
        return questions;
    }

    private static String withVariables(String expression) {
        String filled = expression.replace("$instance", ALL_NODES).replace("$__rate_interval", RATE_INTERVAL);
        if (filled.contains("$")) {
            throw new IllegalStateException("unknown variable in the expression: " + filled);
        }
        return filled;
    }

    /** The expression without label matchers. */
    String withoutSelection() {
        return expression.replaceAll("\\{[^}]*}", "");
    }

    boolean excludesNormalCase() {
        return expression.contains("!=");
    }
}
