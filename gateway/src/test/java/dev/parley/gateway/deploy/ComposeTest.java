package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The image and docker-compose.yml for real: {@code deploy/compose-test} says what it does. It takes minutes. */
class ComposeTest {
    private static final Duration DEADLINE = Duration.ofMinutes(12);

    @Test
    void theStackComesUpServesSurvivesAKilledGatewayAndRemembers() {
        assumeTrue("1".equals(System.getenv("PARLEY_TEST_DOCKER")), "PARLEY_TEST_DOCKER=1 is not set");
        List.of("dockerd", "docker-compose", "redis-server", "haproxy", "prometheus", "node")
                .forEach(Tool::require);
        String told = Tool.require("bash").run(DEADLINE, "deploy/compose-test");

        assertThat(told).contains("All is well");
    }
}
