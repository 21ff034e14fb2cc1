package dev.parley.gateway.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The rules, their tests and the dashboards under {@code monitoring/}. */
final class MonitoringFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MonitoringFiles() {}

    /** A Prometheus query. @param where its file, for the failure message */
    record Query(String where, String expression) {}

    /** Every rule of this kind, {@code alert} or {@code record}. */
    static List<Map<String, Object>> rules(String kind) {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Path file : Repository.files("monitoring/rules", ".yml")) {
            for (Map<String, Object> group : list(yaml(file).get("groups"))) {
                list(group.get("rules")).stream()
                        .filter(rule -> rule.containsKey(kind))
                        .forEach(rules::add);
            }
        }
        return rules;
    }

    static List<String> names(String kind) {
        return rules(kind).stream().map(rule -> rule.get(kind).toString()).toList();
    }

    /** Of every rule and every panel. */
    static List<Query> queries() {
        List<Query> queries = new ArrayList<>();
        for (String kind : List.of("alert", "record")) {
            rules(kind)
                    .forEach(rule -> queries.add(new Query(
                            rule.get(kind).toString(), rule.get("expr").toString())));
        }
        Repository.files("monitoring/grafana/dashboards", ".json").forEach(file -> queries.addAll(panels(file)));
        return queries;
    }

    private static List<Query> panels(Path dashboard) {
        List<Query> queries = new ArrayList<>();
        for (JsonNode panel : json(dashboard).path("panels")) {
            String where = dashboard.getFileName() + ": " + panel.path("title").asText();
            panel.path("targets")
                    .forEach(target ->
                            queries.add(new Query(where, target.path("expr").asText())));
        }
        return queries;
    }

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(Repository.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cases of the rules' unit tests. */
    static List<Map<String, Object>> alertCases() {
        List<Map<String, Object>> cases = new ArrayList<>();
        for (Path file : Repository.files("monitoring/tests", ".yml")) {
            list(yaml(file).get("tests")).forEach(test -> cases.addAll(list(test.get("alert_rule_test"))));
        }
        return cases;
    }

    static Map<String, Object> yaml(Path file) {
        return new Yaml().load(Repository.read(file));
    }

    @SuppressWarnings("unchecked") // as these files are made
    static List<Map<String, Object>> list(Object value) {
        return (List<Map<String, Object>>) value;
    }
}
