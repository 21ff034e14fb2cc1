package dev.parley.gateway.acceptance;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Behaviour for users when a gateway is killed, Redis fails or MongoDB is unreachable. */
class FailureIT {
    private static Stage stage;

    @BeforeAll
    static void startStage() {
        NodeJs.assumeReady();
        stage = Stage.ofTwoNodes(Stage.Auth.JWT, "--drain-time", "3s", "--rules", "../load-tests/rules/benchmark.yaml");
    }

    @AfterAll
    static void endStage() {
        if (stage != null) {
            stage.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> delivery() throws Exception {
        return ScenarioFile.play("delivery.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> stores() throws Exception {
        return ScenarioFile.play("stores.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> failures() throws Exception {
        return ScenarioFile.play("failures.test.mjs", stage);
    }
}
