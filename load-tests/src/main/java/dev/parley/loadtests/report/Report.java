package dev.parley.loadtests.report;

import dev.parley.loadtests.client.Json;
import dev.parley.loadtests.server.Contender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results of one benchmark: printed as a table, kept as JSON, drawn as bars. */
public final class Report {

    private final String name;
    private final String title;
    private final String figure;
    private final List<Result> results = new ArrayList<>();
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private String baseline = Contender.BASELINE;

    /** @param figure the one that contenders are compared by */
    public Report(String name, String title, String figure) {
        this.name = name;
        this.title = title;
        this.figure = figure;
    }

    public Report setting(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    /** Ratios are to this contender instead of {@link Contender#BASELINE}. */
    public Report comparedTo(String contender) {
        baseline = contender;
        return this;
    }

    String baseline() {
        return baseline;
    }

    public void add(String caseName, String contender, Sample sample) {
        find(caseName, contender).orElseGet(() -> start(caseName, contender)).add(sample);
        System.out.printf("%-36s %-15s %s%n", caseName, contender, Numbers.line(sample.figures()));
    }

    private Result start(String caseName, String contender) {
        Result result = new Result(caseName, contender);
        results.add(result);
        return result;
    }

    private Optional<Result> find(String caseName, String contender) {
        return results.stream()
                .filter(r -> r.caseName().equals(caseName) && r.contender().equals(contender))
                .findFirst();
    }

    public String title() {
        return title;
    }

    public String figure() {
        return figure;
    }

    public List<Result> results() {
        return List.copyOf(results);
    }

    /** Empty if the baseline was not measured in that case, or its figure is not positive. */
    public Optional<Ratio> ratio(Result result) {
        return find(result.caseName(), baseline)
                .filter(other -> other.values(figure).stream().allMatch(value -> value > 0))
                .map(other -> Ratio.of(result, other, figure));
    }

    public void print() {
        System.out.printf(
                "%n%s%n%-36s %-15s %14s  %-20s  %s%n", title, "case", "contender", figure, "ratio", "medians");
        for (Result r : results) {
            String ratio = ratio(r).map(Ratio::toString).orElse("");
            System.out.printf("%-36s %-15s %-19s  %s%n", r.caseName(), r.contender(), ratio, Numbers.line(r.medians()));
        }
    }

    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(name + ".json"), Json.writePretty(asMap()) + "\n");
        Files.writeString(directory.resolve(name + ".svg"), new BarChart(this).svg());
        System.out.println("written: " + directory.resolve(name + ".json"));
    }

    private Map<String, Object> asMap() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("benchmark", name);
        all.put("title", title);
        all.put("comparedBy", figure);
        all.put("baseline", baseline);
        all.put("machine", Machine.describe());
        all.put("settings", settings);
        all.put("results", results.stream().map(this::asMap).toList());
        return all;
    }

    private Map<String, Object> asMap(Result result) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("case", result.caseName());
        one.put("contender", result.contender());
        ratio(result).ifPresent(ratio -> one.put("ratioToBaseline", ratio));
        one.put("medians", Numbers.rounded(result.medians()));
        one.put("runs", result.values(figure).stream().map(Numbers::rounded).toList());
        return one;
    }
}
