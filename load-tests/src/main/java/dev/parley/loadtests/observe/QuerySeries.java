package dev.parley.loadtests.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** One series of the answer to an instant query. */
record QuerySeries(Map<String, String> labels, double value) {

    /** @param series an element of the {@code result} of an instant query */
    static QuerySeries of(JsonNode series) {
        Map<String, String> labels = new LinkedHashMap<>();
        series.path("metric")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return new QuerySeries(labels, Double.parseDouble(series.at("/value/1").asText()));
    }

    /** The name that Grafana shows. */
    String name(String legend) {
        String name = legend;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            name = name.replace("{{" + label.getKey() + "}}", label.getValue());
        }
        return name;
    }

    /** False for a quantile without observations. */
    boolean isNumber() {
        return !Double.isNaN(value);
    }
}
