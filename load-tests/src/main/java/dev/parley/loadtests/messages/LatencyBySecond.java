package dev.parley.loadtests.messages;

import dev.parley.loadtests.report.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Times from the moment that a message is due until its receiver has it, live or read, by the second in which it is due. On the clients'
 * event loop only.
 */
final class LatencyBySecond {

    private final Map<String, Due> waiting = new HashMap<>();
    private final List<List<Long>> nanosBySecond = new ArrayList<>();

    private record Due(int second, long at) {}

    /** @param at by {@link System#nanoTime} */
    void due(String id, int second, long at) {
        waiting.put(id, new Due(second, at));
    }

    void received(String id) {
        Due due = waiting.remove(id);
        if (due != null) {
            while (nanosBySecond.size() <= due.second()) {
                nanosBySecond.add(new ArrayList<>());
            }
            nanosBySecond.get(due.second()).add(System.nanoTime() - due.at());
        }
    }

    /** The messages that their receivers do not have. */
    int notReceived() {
        return waiting.size();
    }

    /** Milliseconds, for each second. @param percentile 100 for the greatest */
    List<Double> percentiles(double percentile) {
        return IntStream.range(0, nanosBySecond.size())
                .mapToObj(second -> percentile(percentile, second, second + 1))
                .toList();
    }

    /** Milliseconds, of the messages that are due from one second to before another; 0 if there are none. */
    double percentile(double percentile, int from, int to) {
        long[] sorted = nanosBySecond.stream()
                .limit(to)
                .skip(from)
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        int rank = (int) Math.ceil(percentile / 100 * sorted.length);
        return sorted.length == 0 ? 0 : Numbers.rounded(sorted[Math.max(0, rank - 1)] / 1e6);
    }
}
