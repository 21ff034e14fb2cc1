package dev.parley.loadtests.presence;

import java.util.ArrayList;
import java.util.List;

/** The truth and the counts of the present phase, as observers need them. On the clients' event loop only. */
final class PresenceDrillState {

    private final PresenceTruth truth = new PresenceTruth();
    private final List<PresenceCounts> phases = new ArrayList<>(List.of(new PresenceCounts()));

    PresenceTruth truth() {
        return truth;
    }

    PresenceCounts counts() {
        return phases.get(phases.size() - 1);
    }

    List<PresenceCounts> phases() {
        return List.copyOf(phases);
    }

    void startPhase() {
        phases.add(new PresenceCounts());
    }
}
