package dev.parley.loadtests.report;

import java.util.List;

/**
 * A figure of a contender relative to the baseline: the ratio of the medians, and the least and greatest ratio of two runs that were
 * measured one after the other.
 */
public record Ratio(double ofMedians, double least, double greatest) {

    static Ratio of(Result contender, Result baseline, String figure) {
        List<Double> ours = contender.values(figure);
        List<Double> theirs = baseline.values(figure);
        double least = Double.MAX_VALUE;
        double greatest = 0;
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            double ratio = ours.get(i) / theirs.get(i);
            least = Math.min(least, ratio);
            greatest = Math.max(greatest, ratio);
        }
        return new Ratio(contender.median(figure) / baseline.median(figure), least, greatest);
    }

    @Override
    public String toString() {
        return String.format("%.2f (%.2f-%.2f)", ofMedians, least, greatest);
    }
}
