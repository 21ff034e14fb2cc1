package dev.parley.loadtests.observe;

import dev.parley.loadtests.report.Figures;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of a question. */
record Finding(Question question, List<Answer> answers, Kind kind) {

    enum Kind {
        ANSWERED("", true),
        /** It asks for all but the ordinary ({@code !=}), and there was nothing but the ordinary. */
        NOTHING_UNUSUAL("nothing but the ordinary", true),
        /** A series for each kind of an event begins with the first such event, and there was none. */
        NOT_HAPPENED("has not happened", true),
        /** Nobody who looked at this panel would learn anything. */
        NO_DATA("NO DATA", false);

        private final String inWords;
        private final boolean isWell;

        Kind(String inWords, boolean isWell) {
            this.inWords = inWords;
            this.isWell = isWell;
        }
    }

    /** Asks, and asks on where there is no answer. */
    static Finding of(Question question, Prometheus prometheus, DocumentedMetrics metrics)
            throws IOException, InterruptedException {
        List<Answer> answers = numbers(prometheus, question.expression());
        if (!answers.isEmpty()) {
            return new Finding(question, answers, Kind.ANSWERED);
        }
        boolean isExposed = !numbers(prometheus, question.withoutSelection()).isEmpty();
        return new Finding(question, answers, whyEmpty(question, isExposed, metrics));
    }

    /** @param isExposed whether the metrics have any series at all */
    static Kind whyEmpty(Question question, boolean isExposed, DocumentedMetrics metrics) {
        if (isExposed) {
            return question.asksForWhatDiffers() ? Kind.NOTHING_UNUSUAL : Kind.NO_DATA;
        }
        return metrics.areOfEventsByKind(question.withoutSelection()) ? Kind.NOT_HAPPENED : Kind.NO_DATA;
    }

    private static List<Answer> numbers(Prometheus prometheus, String expression)
            throws IOException, InterruptedException {
        return prometheus.ask(expression).stream().filter(Answer::isNumber).toList();
    }

    boolean isWell() {
        return kind.isWell;
    }

    /** {@code name=value}, or why there is none. */
    String inWords() {
        return answers.isEmpty()
                ? kind.inWords
                : named().entrySet().stream()
                        .map(answer -> answer.getKey() + "=" + answer.getValue())
                        .collect(Collectors.joining(", "));
    }

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("dashboard", question.dashboard());
        map.put("panel", question.panel());
        map.put("unit", question.unit());
        map.put("query", question.expression());
        map.put("answer", answers.isEmpty() ? kind.inWords : named());
        return map;
    }

    private Map<String, Double> named() {
        Map<String, Double> named = new LinkedHashMap<>();
        answers.forEach(answer -> named.put(answer.name(question.legend()), Figures.rounded(answer.value())));
        return named;
    }
}
