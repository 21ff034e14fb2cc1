package dev.parley.loadtests.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of {@code docs/METRICS.md}. */
record DocumentedMetrics(Set<String> countersByKind) {

    private static final Pattern COUNTER_WITH_LABELS =
            Pattern.compile("(?m)^\\| `(parley_\\w+_total)` \\| counter \\| \\w[^|]* \\|");
    private static final Pattern METRIC = Pattern.compile("\\bparley[_:]\\w+");

    static DocumentedMetrics read(Path file) throws IOException {
        return of(Files.readString(file));
    }

    static DocumentedMetrics of(String table) {
        return new DocumentedMetrics(COUNTER_WITH_LABELS
                .matcher(table)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet()));
    }

    /** Whether every metric of the expression is a counter with a series for each kind of event. */
    boolean areCountersByKind(String expression) {
        List<String> asked =
                METRIC.matcher(expression).results().map(MatchResult::group).toList();
        return !asked.isEmpty() && countersByKind.containsAll(asked);
    }
}
