package dev.parley.gateway.acceptance;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scenarios without tokens: the first {@code user-join} names the user, as in the seed. */
class OpenStageIT {
    private static Stage stage;

    @BeforeAll
    static void startStage() {
        NodeJs.assumeReady();
        stage = Stage.ofTwoNodes(Stage.Auth.NONE, "--demo");
    }

    @AfterAll
    static void endStage() {
        if (stage != null) {
            stage.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> seedExample() throws Exception {
        return ScenarioFile.play("seed-example.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> events() throws Exception {
        return ScenarioFile.play("events.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> identity() throws Exception {
        return ScenarioFile.play("identity.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> demoPage() throws Exception {
        return ScenarioFile.play(NodeJs.CLIENT.resolve("test/demo.test.mjs").toString(), stage);
    }
}
