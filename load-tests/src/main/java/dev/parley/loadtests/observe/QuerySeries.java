package dev.parley.loadtests.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** One series of what Prometheus answered, at one moment. */
record QuerySeries(Map<String, String> labels, double value) {

    /** @param series an element of the {@code result} of an instant query */
    static QuerySeries of(JsonNode series) {
        Map<String, String> labels = new LinkedHashMap<>();
        series.path("metric")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new QuerySeries(labels, Double.parseDouble(series.at("/value/1").asText()));
    }

    /** As Grafana would name it. */
    String name(String legend) {
        String name = legend;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            name = name.replace("{{" + label.getKey() + "}}", label.getValue());
        }
        return name;
    }

    /** A quantile of nothing is not a number. */
    boolean isNumber() {
        return !Double.isNaN(value);
    }
}
