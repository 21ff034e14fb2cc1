package dev.parley.gateway.acceptance;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contract as the official JavaScript client meets it, on two gateways that check tokens. */
class ClientEventsIT {
    private static Stage stage;

    @BeforeAll
    static void startStage() {
        NodeJs.assumeReady();
        stage = Stage.ofTwoNodes(Stage.Auth.JWT);
    }

    @AfterAll
    static void endStage() {
        if (stage != null) {
            stage.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> events() throws Exception {
        return ScenarioFile.play("events.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> payloads() throws Exception {
        return ScenarioFile.play("payloads.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> tokens() throws Exception {
        return ScenarioFile.play("tokens.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> identity() throws Exception {
        return ScenarioFile.play("identity.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> chats() throws Exception {
        return ScenarioFile.play("chats.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> notifications() throws Exception {
        return ScenarioFile.play("notifications.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> presence() throws Exception {
        return ScenarioFile.play("presence.test.mjs", stage);
    }

    @TestFactory
    Stream<DynamicTest> rest() throws Exception {
        return ScenarioFile.play("rest.test.mjs", stage);
    }
}
