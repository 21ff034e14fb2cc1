package dev.parley.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.mongo.MongoState;
import dev.parley.core.mongo.MongoState.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MongoRulesTest {
    private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");
    private static final Duration FAST = Duration.ofMillis(5);

    @Test
    void aReplicaSetOfThreeHasNoFindingThatNeedsAnAction() {
        assertThat(MongoRules.check(state("7.0.5", Topology.REPLICA_SET, 3, FAST, List.of()), NOW))
                .extracting(Finding::level)
                .containsOnly(Finding.Level.OK);
        assertThat(MongoRules.check(state("7.0.5", Topology.SHARDED, 0, FAST, List.of()), NOW))
                .extracting(Finding::level)
                .containsOnly(Finding.Level.OK);
    }

    @Test
    void eachWeaknessIsNamedWithWhatToDo() {
        assertNamed(state("4.4.1", Topology.REPLICA_SET, 3, FAST, List.of()), Finding.Level.PROBLEM, "MongoDB 5");
        assertNamed(state("7.0.5", Topology.STANDALONE, 1, FAST, List.of()), Finding.Level.WARNING, "replica set");
        assertNamed(state("7.0.5", Topology.REPLICA_SET, 2, FAST, List.of()), Finding.Level.WARNING, "three members");
        assertNamed(
                state("7.0.5", Topology.REPLICA_SET, 3, Duration.ofMillis(300), List.of()),
                Finding.Level.WARNING,
                "secondaries");
        assertNamed(
                state("7.0.5", Topology.REPLICA_SET, 3, FAST, List.of("messages.chatSeq_1")),
                Finding.Level.NOTE,
                "gateway that starts");
    }

    private static void assertNamed(MongoState state, Finding.Level level, String action) {
        assertThat(MongoRules.check(state, NOW))
                .filteredOn(finding -> finding.level() != Finding.Level.OK)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(level);
                    assertThat(finding.action()).contains(action);
                });
    }

    private static MongoState state(
            String version, Topology topology, int members, Duration majorityWrite, List<String> missing) {
        return new MongoState(version, topology, members, NOW, FAST, majorityWrite, missing);
    }
}
