package dev.parley.loadtests.report;

import java.util.List;
import java.util.Map;

/** Horizontal bars, one per case and contender, with the ratio to the baseline at their end. */
final class BarChart {

    private static final int ROW = 22;
    private static final int LEFT = 330;
    private static final int BAR_SPACE = 420;
    private static final int WIDTH = LEFT + BAR_SPACE + 210;
    private static final Map<String, String> COLOURS = Map.of(
            "parley",
            "#1f77b4",
            "node-plain",
            "#5f5f5f",
            "node-sharded",
            "#8c8c8c",
            "node-classic",
            "#b5b5b5",
            "netty-socketio",
            "#e0a060");

    private final Report report;

    BarChart(Report report) {
        this.report = report;
    }

    String svg() {
        List<Result> results = report.results();
        int height = 60 + results.size() * ROW;
        StringBuilder svg = new StringBuilder(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                        + "<text x=\"10\" y=\"22\" font-size=\"15\">%s</text>%n<text x=\"10\" y=\"40\" fill=\"#555\">%s, medians; beside it the ratio to %s</text>%n",
                WIDTH, height, report.title(), report.figure(), report.baseline()));
        for (int i = 0; i < results.size(); i++) {
            svg.append(row(results.get(i), greatestOfCase(results, results.get(i)), 56 + i * ROW));
        }
        return svg.append("</svg>\n").toString();
    }

    private String row(Result result, double greatest, int y) {
        double value = result.median(report.figure());
        long bar = Math.max(1, Math.round(BAR_SPACE * value / greatest));
        String ratio = report.ratio(result)
                .map(r -> "  ×" + String.format("%.2f", r.ofMedians()))
                .orElse("");
        return String.format(
                "<text x=\"10\" y=\"%d\">%s</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/><text x=\"%d\" y=\"%d\">%s%s</text>%n",
                y + 12,
                result.caseName(),
                LEFT - 8,
                y + 12,
                result.contender(),
                LEFT,
                y,
                bar,
                ROW - 6,
                COLOURS.getOrDefault(result.contender(), "#666666"),
                LEFT + bar + 6,
                y + 12,
                Numbers.number(value),
                ratio);
    }

    private double greatestOfCase(List<Result> results, Result one) {
        return results.stream()
                .filter(r -> r.caseName().equals(one.caseName()))
                .mapToDouble(r -> r.median(report.figure()))
                .max()
                .orElse(1);
    }
}
