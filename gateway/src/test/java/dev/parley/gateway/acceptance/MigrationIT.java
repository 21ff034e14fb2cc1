package dev.parley.gateway.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A Node.js back end and Parley side by side behind one HAProxy, as {@code docs/migrating-from-node.md} has it. */
class MigrationIT {
    private static final Path PEER = NodeJs.SCENARIOS.resolve("interop");

    @TempDir
    private static Path folder;

    private static Stage stage;
    private static OldBackEnd old;

    @BeforeAll
    static void startBoth() {
        NodeJs.assumeReady();
        assumeTrue(Programs.onPath("haproxy").isPresent(), "HAProxy is not installed");
        assumeTrue(
                NodeJs.hasPackages(PEER) && NodeJs.hasPackages(OldBackEnd.PROGRAM),
                "the packages of the Node.js back end cannot be installed (npm ci)");
        stage = Stage.ofTwoNodes(Stage.Auth.JWT, "--drain-time", "2s");
        old = new OldBackEnd(stage, folder);
    }

    @AfterAll
    static void endBoth() {
        if (old != null) {
            old.close();
        }
        if (stage != null) {
            stage.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> migration() throws Exception {
        var orders = folder.resolve("orders.sock");
        try (var balancer = LoadBalancer.haproxy(stage.node(0), stage.node(1), old, orders, folder)) {
            return ScenarioFile.play(
                    "interop/migration.test.mjs",
                    stage.descriptionBehind(balancer, old, orders),
                    () -> stage.output() + old.output() + balancer.output());
        }
    }
}
