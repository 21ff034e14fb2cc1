package dev.parley.loadtests.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All runs of one contender in one case. */
public final class Result {

    private final String caseName;
    private final String contender;
    private final List<Sample> runs = new ArrayList<>();

    Result(String caseName, String contender) {
        this.caseName = caseName;
        this.contender = contender;
    }

    public String caseName() {
        return caseName;
    }

    public String contender() {
        return contender;
    }

    void add(Sample sample) {
        runs.add(sample);
    }

    public List<Double> values(String figure) {
        return runs.stream().map(sample -> sample.get(figure)).toList();
    }

    public double median(String figure) {
        return median(values(figure));
    }

    /** The median of each figure, in the order of the first run. */
    public Map<String, Double> medians() {
        Map<String, Double> medians = new LinkedHashMap<>();
        runs.get(0).figures().keySet().forEach(figure -> medians.put(figure, median(figure)));
        return medians;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
