package dev.parley.gateway.acceptance;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Gateways whose operator enforces every rule and tells only contacts who is online. */
class StrictRulesIT {
    private static Stage stage;

    @BeforeAll
    static void startStage() {
        NodeJs.assumeReady();
        var rules = NodeJs.SCENARIOS.resolve("strict-rules.yaml").toString();
        stage = Stage.ofTwoNodes(Stage.Auth.JWT, "--rules", rules, "--presence-audience", "contacts");
    }

    @AfterAll
    static void endStage() {
        if (stage != null) {
            stage.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> strictRules() throws Exception {
        return ScenarioFile.play("strict-rules.test.mjs", stage);
    }
}
