package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Fan-out and presence between two gateways through a Redis in a container, where a Docker engine has the image. */
class RedisContainerIT {
    private static Stage stage;

    @BeforeAll
    static void startStage() {
        assumeTrue(RedisContainer.canRun(), "no Docker engine with an image redis:7.2");
        stage = Stage.ofTwoNodes(Stage.Auth.NONE, new RedisContainer());
    }

    @AfterAll
    static void endStage() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void theGatewaysAreReady() {
        assertThat(stage.node(0).health("/health/ready")).isEqualTo(200);
        assertThat(stage.node(1).health("/health/ready")).isEqualTo(200);
    }

    @TestFactory
    Stream<DynamicTest> theSeedsExample() throws Exception {
        return ScenarioFile.play("seed-example.test.mjs", stage);
    }
}
