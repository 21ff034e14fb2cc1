package dev.parley.loadtests.report;

import dev.parley.loadtests.client.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of a drill, printed and written as JSON.
 *
 * @param rowsName what the rows are, such as {@code faults}
 * @param rows one map for each, all with the same keys
 * @param violations broken bounds, in words
 */
public record DrillReport(
        String name,
        Map<String, Object> settings,
        Map<String, Object> figures,
        String rowsName,
        List<Map<String, Object>> rows,
        List<String> violations,
        Optional<LineChart> chart) {

    /** Without a chart. */
    public DrillReport(
            String name,
            Map<String, Object> settings,
            Map<String, Object> figures,
            String rowsName,
            List<Map<String, Object>> rows,
            List<String> violations) {
        this(name, settings, figures, rowsName, rows, violations, Optional.empty());
    }

    /** Prints the rows as a table, the figures and the violations. */
    public void print() {
        if (!rows.isEmpty()) {
            System.out.println(String.join(" | ", rows.get(0).keySet()));
        }
        rows.forEach(row -> System.out.println(
                String.join(" | ", row.values().stream().map(String::valueOf).toList())));
        System.out.println();
        figures.forEach((figure, value) -> System.out.printf("%-30s %s%n", figure, value));
        violations.forEach(violation -> System.out.println("FAILED: " + violation));
    }

    /** Writes {@code NAME.json}, and the chart as {@code NAME.svg}. */
    public void write(Path folder) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("drill", name);
        all.put("machine", Machine.describe());
        all.put("settings", settings);
        all.put("figures", figures);
        all.put("violations", violations);
        if (!rows.isEmpty()) {
            all.put(rowsName, rows);
        }
        Files.createDirectories(folder);
        Path file = folder.resolve(name + ".json");
        Files.writeString(file, Json.writePretty(all) + "\n");
        if (chart.isPresent()) {
            Files.writeString(folder.resolve(name + ".svg"), chart.get().svg());
        }
        System.out.println("written: " + file);
    }
}
