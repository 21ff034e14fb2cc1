package dev.parley.loadtests.observe;

import dev.parley.loadtests.report.Numbers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The answer to a dashboard's query, or the reason why there is none. */
record QueryCheck(DashboardQuery query, List<QuerySeries> answers, Kind kind) {

    enum Kind {
        ANSWERED("", true),
        /** The query excludes the normal case ({@code !=}), and only that occurred. */
        NOTHING_EXCLUDED("only the normal case", true),
        /** A counter by kind has a series from the first event of the kind on, and there was no event. */
        NO_EVENT_YET("no event yet", true),
        /** The panel would be empty without a reason. */
        NO_DATA("NO DATA", false);

        private final String description;
        private final boolean isExpected;

        Kind(String description, boolean isExpected) {
            this.description = description;
            this.isExpected = isExpected;
        }
    }

    /** Runs the query; if it has no answer, finds out why. */
    static QueryCheck of(DashboardQuery query, Prometheus prometheus, DocumentedMetrics metrics)
            throws IOException, InterruptedException {
        List<QuerySeries> answers = numericSeries(prometheus, query.expression());
        if (!answers.isEmpty()) {
            return new QueryCheck(query, answers, Kind.ANSWERED);
        }
        boolean isExposed = !numericSeries(prometheus, query.withoutSelection()).isEmpty();
        return new QueryCheck(query, answers, reasonForNoData(query, isExposed, metrics));
    }

    /** @param isExposed whether the metrics have any series at all */
    static Kind reasonForNoData(DashboardQuery query, boolean isExposed, DocumentedMetrics metrics) {
        if (isExposed) {
            return query.excludesNormalCase() ? Kind.NOTHING_EXCLUDED : Kind.NO_DATA;
        }
        return metrics.areCountersByKind(query.withoutSelection()) ? Kind.NO_EVENT_YET : Kind.NO_DATA;
    }

    private static List<QuerySeries> numericSeries(Prometheus prometheus, String expression)
            throws IOException, InterruptedException {
        return prometheus.ask(expression).stream().filter(QuerySeries::isNumber).toList();
    }

    boolean isExpected() {
        return kind.isExpected;
    }

    /** {@code name=value}, or the reason why there is no value. */
    String description() {
        return answers.isEmpty()
                ? kind.description
                : named().entrySet().stream()
                        .map(answer -> answer.getKey() + "=" + answer.getValue())
                        .collect(Collectors.joining(", "));
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("dashboard", query.dashboard());
        map.put("panel", query.panel());
        map.put("unit", query.unit());
        map.put("query", query.expression());
        map.put("answer", answers.isEmpty() ? kind.description : named());
        return map;
    }

    private Map<String, Double> named() {
        Map<String, Double> named = new LinkedHashMap<>();
        answers.forEach(answer -> named.put(answer.name(query.legend()), Numbers.rounded(answer.value())));
        return named;
    }
}
