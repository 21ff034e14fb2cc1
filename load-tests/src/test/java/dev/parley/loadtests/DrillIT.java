package dev.parley.loadtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.loadtests.fault.FaultSchedule;
import dev.parley.loadtests.messages.DrillSize;
import dev.parley.loadtests.messages.MessageDrill;
import dev.parley.loadtests.messages.RestartDrill;
import dev.parley.loadtests.messages.RestartScenario;
import dev.parley.loadtests.server.ClusterSettings;
import dev.parley.loadtests.server.CommandLines;
import dev.parley.loadtests.server.NodePlan;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Short drills, which check only what does not depend on the speed of the machine: no message is lost or duplicated. */
class DrillIT {

    private static final Path LOGS = Path.of("target", "drill-logs");

    @Test
    void aRollingRestartLosesNoMessageAndDoublesNone() throws Exception {
        requireOnPath("redis-server");
        requireOnPath("haproxy");
        Path haproxy = Path.of("..", "deploy", "haproxy", "haproxy.cfg");
        ClusterSettings cluster = cluster("restart-it", Optional.of(haproxy), Optional.empty());
        assertThat(RestartDrill.run(RestartScenario.ROLLING_RESTART, size(cluster))
                        .messageViolations())
                .isEmpty();
    }

    @Test
    void aNodeThatLosesRedisAndALateMongoLoseNoMessage() throws Exception {
        requireOnPath("redis-server");
        Path relay = Path.of("..", "core", "target", "test-classes");
        ClusterSettings cluster = cluster("messages-it", Optional.empty(), Optional.of(relay));
        FaultSchedule faults =
                FaultSchedule.random(1, 2, DrillSize.NODES, List.of("redis-cut-from-node", "mongo-late-replies"));
        assertThat(new MessageDrill(size(cluster), faults, 1).run().violations())
                .isEmpty();
    }

    private static DrillSize size(ClusterSettings cluster) {
        return new DrillSize(6, Duration.ofMillis(700), Duration.ofSeconds(1), cluster);
    }

    private static ClusterSettings cluster(String name, Optional<Path> haproxy, Optional<Path> relay) {
        return new ClusterSettings(
                name, DrillSize.NODES, Duration.ofSeconds(1), DrillIT::gateway, haproxy, relay, LOGS);
    }

    private static List<String> gateway(NodePlan node) {
        List<String> command = CommandLines.java(
                "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1", System.getProperty("java.class.path"));
        command.add("dev.parley.gateway.Main");
        command.addAll(node.gatewayOptions());
        return command;
    }

    private static void requireOnPath(String program) {
        assumeTrue(
                Pattern.compile(File.pathSeparator)
                        .splitAsStream(System.getenv("PATH"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program))),
                program + " is not on the PATH");
    }
}
