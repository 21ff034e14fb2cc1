package dev.parley.gateway.acceptance;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Connection state recovery as the official client asks for it: cut off, and back on the same node or another. */
class RecoveryIT {
    private Stage stage;

    @AfterEach
    void endStage() {
        if (stage != null) {
            stage.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> withTokens() throws Exception {
        return playOn(Stage.Auth.JWT);
    }

    @TestFactory
    Stream<DynamicTest> withoutTokens() throws Exception {
        return playOn(Stage.Auth.NONE);
    }

    private Stream<DynamicTest> playOn(Stage.Auth auth) throws Exception {
        NodeJs.assumeReady();
        stage = Stage.ofTwoNodes(auth, "--recovery", "on", "--drain-time", "3s");
        return ScenarioFile.play("recovery.test.mjs", stage);
    }
}
