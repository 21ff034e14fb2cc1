package dev.parley.gateway.acceptance;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The npm package {@code client}: its build, and applications on it in Node.js and in Chromium, on two gateways that fail. */
class ClientPackageIT {
    @TempDir
    private static Path folder;

    private static Stage stage;

    @BeforeAll
    static void startStage() throws Exception {
        NodeJs.assumeReady();
        Assumptions.assumeTrue(
                NodeJs.hasPackages(NodeJs.CLIENT), "the packages of the client's tests cannot be installed (npm ci)");
        stage = Stage.ofTwoNodes(
                Stage.Auth.JWT,
                "--drain-time",
                "3s",
                "--rules",
                "../load-tests/rules/benchmark.yaml",
                "--cors-origin",
                "*",
                "--quiet-time",
                "60m",
                "--web-push",
                PushService.file(folder).toString());
    }

    @AfterAll
    static void endStage() {
        if (stage != null) {
            stage.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> build() throws Exception {
        return play("package");
    }

    @TestFactory
    Stream<DynamicTest> timeline() throws Exception {
        return play("timeline");
    }

    @TestFactory
    Stream<DynamicTest> races() throws Exception {
        return play("races");
    }

    @TestFactory
    Stream<DynamicTest> client() throws Exception {
        return play("client");
    }

    @TestFactory
    Stream<DynamicTest> push() throws Exception {
        return play("push");
    }

    @TestFactory
    Stream<DynamicTest> faults() throws Exception {
        return play("faults");
    }

    @TestFactory
    Stream<DynamicTest> browser() throws Exception {
        return play("browser");
    }

    private static Stream<DynamicTest> play(String name) throws Exception {
        return ScenarioFile.play(
                NodeJs.CLIENT.resolve("test/" + name + ".test.mjs").toString(), stage);
    }
}
