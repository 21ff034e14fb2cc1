package dev.parley.loadtests.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of one run, by name, in the order in which they are shown. */
public final class Sample {

    private final Map<String, Double> figures = new LinkedHashMap<>();

    public Sample with(String name, double value) {
        figures.put(name, value);
        return this;
    }

    public double get(String name) {
        return figures.get(name);
    }

    public Map<String, Double> figures() {
        return Collections.unmodifiableMap(figures);
    }
}
