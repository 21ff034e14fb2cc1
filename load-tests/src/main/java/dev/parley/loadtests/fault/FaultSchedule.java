package dev.parley.loadtests.fault;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The faults of a drill in their order. The same seed makes the same schedule. */
public record FaultSchedule(List<Entry> entries) {

    /** @param node that the fault concerns, if it concerns one */
    public record Entry(Fault fault, int node) {}

    /** Every fault once in random order, then again, until there are {@code count}. @param only labels of faults; empty for all */
    public static FaultSchedule random(long seed, int count, int nodes, List<String> only) {
        Random random = new Random(seed);
        List<Fault> kinds = new ArrayList<>(List.of(Fault.values()));
        kinds.removeIf(fault -> !only.isEmpty() && !only.contains(fault.label()));
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("no such fault: " + only + ", there are " + labels());
        }
        List<Entry> entries = new ArrayList<>();
        while (entries.size() < count) {
            Collections.shuffle(kinds, random);
            kinds.stream()
                    .limit(count - entries.size())
                    .forEach(fault -> entries.add(new Entry(fault, random.nextInt(nodes))));
        }
        return new FaultSchedule(List.copyOf(entries));
    }

    private static List<String> labels() {
        return List.of(Fault.values()).stream().map(Fault::label).toList();
    }
}
