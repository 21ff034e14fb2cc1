package dev.parley.loadtests.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats numbers for tables. */
public final class Numbers {

    private Numbers() {}

    static String number(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 1000) {
            return String.format("%,d", Math.round(value));
        }
        return String.format(Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }

    /** At most four decimal places, and none from 1,000 on. */
    public static double rounded(double value) {
        double scale = Math.abs(value) >= 1000 ? 1 : 10_000;
        return Math.rint(value * scale) / scale;
    }

    static Map<String, Double> rounded(Map<String, Double> figures) {
        Map<String, Double> rounded = new LinkedHashMap<>();
        figures.forEach((name, value) -> rounded.put(name, rounded(value)));
        return rounded;
    }

    static String line(Map<String, Double> figures) {
        return figures.entrySet().stream()
                .map(each -> each.getKey() + " " + number(each.getValue()))
                .collect(Collectors.joining(", "));
    }
}
