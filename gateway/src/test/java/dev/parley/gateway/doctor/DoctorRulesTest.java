package dev.parley.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.mongo.MongoState;
import dev.parley.core.mongo.MongoState.Topology;
import dev.parley.gateway.doctor.Finding.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules for MongoDB, the machine and the cluster, and the report. */
class DoctorRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "7.0.1, REPLICA_SET, 3, 5, '', OK",
        "4.4.0, REPLICA_SET, 3, 5, '', PROBLEM",
        "7.0.1, STANDALONE, 1, 5, '', WARNING",
        "7.0.1, REPLICA_SET, 2, 5, '', WARNING",
        "7.0.1, SHARDED, 0, 5, '', OK",
        "7.0.1, REPLICA_SET, 3, 900, '', WARNING",
        "7.0.1, REPLICA_SET, 3, 5, chats.openKey, NOTE"
    })
    void theWorstFindingOnMongoDb(
            String version, Topology topology, int members, long writeMs, String missing, Level worst) {
        List<String> indexes = missing.isEmpty() ? List.of() : List.of(missing);
        MongoState state = new MongoState(
                version, topology, members, NOW, Duration.ofMillis(1), Duration.ofMillis(writeMs), indexes);
        assertThat(worst(MongoRules.check(state, NOW))).isEqualTo(worst);
    }

    @Test
    void descriptorsMustSufficeForTheSessions() {
        assertThat(worst(new MachineRules(25, 1_024, 20_000, 4, 512).check())).isEqualTo(Level.WARNING);
        assertThat(worst(new MachineRules(25, 200_000, 20_000, 4, 512).check())).isEqualTo(Level.OK);
    }

    @Test
    void aNodeWhoseCanariesDoNotArriveIsNamed() {
        assertThat(new ClusterRules(12, 12, 12, List.of("a", "b"), Set.of("a")).check())
                .filteredOn(finding -> finding.level() == Level.PROBLEM)
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("node b"));
    }

    @Test
    void aMessageThatPassesInOneDirectionOnlyIsAProblem() {
        assertThat(worst(new ClusterRules(12, 12, 11, List.of(), Set.of()).check()))
                .isEqualTo(Level.PROBLEM);
        assertThat(worst(new ClusterRules(12, 12, 12, List.of(), Set.of("x")).check()))
                .isEqualTo(Level.WARNING);
    }

    @Test
    void theReportIsHealthyWithoutProblemsAndSaysWhatToDo() {
        Report warned = new Report(List.of(Finding.ok("Redis", "fine"), Finding.warning("Redis", "slow", "buy one")));
        assertThat(warned.isHealthy()).isTrue();
        assertThat(warned.text()).contains("warning  slow", "-> buy one", "problems: 0, warnings: 1");
        Report broken = new Report(List.of(Finding.problem("Redis", "gone", "start it")));
        assertThat(broken.isHealthy()).isFalse();
        assertThat(broken.json()).contains("\"healthy\" : false", "\"level\" : \"problem\"");
    }

    private static Level worst(List<Finding> findings) {
        return findings.stream().map(Finding::level).max(Level::compareTo).orElseThrow();
    }
}
