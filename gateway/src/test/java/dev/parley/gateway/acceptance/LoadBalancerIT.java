package dev.parley.gateway.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The shipped load balancer configurations on the real programs, before two real gateways. */
class LoadBalancerIT {
    @TempDir
    private static Path folder;

    private static Path certificate;
    private static Stage stage;

    @BeforeAll
    static void startStage() throws Exception {
        NodeJs.assumeReady();
        assumeTrue(has("haproxy") || has("nginx"), "neither HAProxy nor nginx is installed");
        assumeTrue(has("openssl"), "openssl is not installed, which makes the certificate");
        certificate = LoadBalancer.selfSignedCertificate(folder);
        stage = Stage.ofTwoNodes(Stage.Auth.JWT, "--drain-time", "4s");
    }

    @AfterAll
    static void endStage() {
        if (stage != null) {
            stage.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> haproxy() throws Exception {
        assumeTrue(has("haproxy"), "HAProxy is not installed");
        try (var balancer = LoadBalancer.haproxy(stage.node(0), stage.node(1), certificate, folder)) {
            return play(balancer);
        }
    }

    @TestFactory
    Stream<DynamicTest> nginx() throws Exception {
        assumeTrue(has("nginx"), "nginx is not installed");
        try (var balancer = LoadBalancer.nginx(stage.node(0), stage.node(1), certificate, folder)) {
            return play(balancer);
        }
    }

    private static Stream<DynamicTest> play(LoadBalancer balancer) throws Exception {
        return ScenarioFile.play(
                "balancer.test.mjs", stage.descriptionBehind(balancer), () -> stage.output() + balancer.output());
    }

    private static boolean has(String program) {
        return Programs.onPath(program).isPresent();
    }
}
