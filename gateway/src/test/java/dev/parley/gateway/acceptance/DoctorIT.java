package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testing.FreePort;
import dev.parley.testing.RedisServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code parley doctor} beside real stores and a real gateway. */
class DoctorIT {
    @TempDir
    Path folder;

    @Test
    void besideARunningGatewayItFindsTheNodeAndAMessagePassesInBothDirections() throws Exception {
        try (var redis = RedisServer.start();
                var mongo = TestMongo.start(folder, "parley_doctor")) {
            List<String> stores = List.of(
                    "--redis", redis.address(), "--mongo", mongo.address(), "--auth", "none", "--node-id", "north");
            try (var gateway = new GatewayProcess(stores, folder.resolve("gateway.log"))) {
                gateway.launch().awaitReady();

                var run = ProgramRun.of(
                        Map.of(), "doctor", "--redis", redis.address(), "--mongo", mongo.address(), "--auth", "none");

                assertThat(run.output())
                        .contains("passes through pub/sub in both directions")
                        .contains("1 node is running: north")
                        .contains("has all indexes")
                        .contains("clients name their user without proof")
                        .contains("problems: 0");
                assertThat(run.exitCode()).isZero();
            }
        }
    }

    @Test
    void withoutAnyOptionItExaminesTheEmbeddedStores() throws Exception {
        var run = ProgramRun.of(Map.of("PARLEY_DATA_DIR", folder.toString()), "doctor", "--json");

        assertThat(run.exitCode()).as(run.output()).isZero();
        var report = new ObjectMapper().readTree(run.output());
        assertThat(report.get("healthy").asBoolean()).isTrue();
        assertThat(report.get("findings").findValuesAsText("subject")).contains("Redis", "MongoDB", "Cluster");
    }

    @Test
    void storesThatDoNotAnswerAreProblemsWithWhatToDo() throws Exception {
        var run = ProgramRun.of(
                Map.of(),
                "doctor",
                "--redis=redis://127.0.0.1:" + FreePort.next(),
                "--mongo=mongodb://127.0.0.1:" + FreePort.next(),
                "--auth=none");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output())
                .contains("Redis", "cannot be examined at redis://127.0.0.1", "MongoDB", "mongosh", "problems: 3")
                .doesNotContain("\tat ");
    }

    @Test
    void invalidSettingsAreAProblemToo() throws Exception {
        var run = ProgramRun.of(Map.of(), "doctor", "--redis=redis://127.0.0.1:1", "--auth=jwt");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("--jwt-secret");
    }
}
