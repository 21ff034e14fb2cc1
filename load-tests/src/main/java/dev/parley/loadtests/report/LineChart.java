package dev.parley.loadtests.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws values by second as lines, on a logarithmic scale. */
public final class LineChart {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 320;
    private static final int LEFT = 60;
    private static final int TOP = 60;
    private static final int BOTTOM = HEIGHT - 30;
    /** Smaller values are drawn at the bottom. */
    private static final double LEAST = 1;

    private final String title;
    private final List<Line> lines = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    private record Line(String name, String colour, List<Double> values) {}

    private record Mark(String name, double second) {}

    public LineChart(String title) {
        this.title = title;
    }

    public LineChart line(String name, String colour, List<Double> values) {
        lines.add(new Line(name, colour, values));
        return this;
    }

    /** A vertical line. */
    public LineChart mark(String name, double second) {
        marks.add(new Mark(name, second));
        return this;
    }

    String svg() {
        StringBuilder svg = new StringBuilder(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n<text x=\"10\" y=\"22\" font-size=\"15\">%s</text>%n",
                WIDTH, HEIGHT, title));
        for (double value = LEAST; value <= decade(); value *= 10) {
            svg.append(format(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.0f\" y2=\"%3$.0f\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%3$.0f\" text-anchor=\"end\">%s</text>%n",
                    LEFT, WIDTH - 10, y(value), LEFT - 8, Numbers.number(value)));
        }
        for (int i = 0; i < marks.size(); i++) {
            svg.append(mark(marks.get(i), TOP - 4 + 12 * i));
        }
        for (int i = 0; i < lines.size(); i++) {
            svg.append(line(lines.get(i), LEFT + 60 * i));
        }
        return svg.append("</svg>\n").toString();
    }

    private String mark(Mark mark, int textY) {
        return format(
                "<line x1=\"%.0f\" x2=\"%1$.0f\" y1=\"%d\" y2=\"%d\" stroke=\"#555\" stroke-dasharray=\"4\"/><text x=\"%.0f\" y=\"%d\">%s, %s s</text>%n",
                x(mark.second()),
                TOP - 10,
                BOTTOM,
                x(mark.second()) + 4,
                textY,
                mark.name(),
                Numbers.number(mark.second()));
    }

    private String line(Line line, int legendX) {
        StringBuilder points = new StringBuilder();
        for (int second = 0; second < line.values().size(); second++) {
            points.append(format("%.0f,%.0f ", x(second), y(line.values().get(second))));
        }
        return format(
                "<text x=\"%d\" y=\"40\" fill=\"%s\">%s</text><polyline fill=\"none\" stroke=\"%2$s\" points=\"%s\"/>%n",
                legendX, line.colour(), line.name(), points.toString().strip());
    }

    private double x(double second) {
        return LEFT + second / seconds() * (WIDTH - 10 - LEFT);
    }

    private double y(double value) {
        return BOTTOM - Math.log10(Math.max(value, LEAST)) / Math.log10(decade()) * (BOTTOM - TOP);
    }

    private int seconds() {
        return lines.stream().mapToInt(line -> line.values().size()).max().orElse(1);
    }

    /** The power of ten at the top, at least ten. */
    private double decade() {
        double greatest = lines.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(LEAST);
        return Math.pow(10, Math.max(1, Math.ceil(Math.log10(Math.max(greatest, LEAST)))));
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
