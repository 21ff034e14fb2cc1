package dev.parley.loadtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.loadtests.drill.Drill;
import dev.parley.loadtests.drill.DrillSettings;
import dev.parley.loadtests.drill.Incident;
import dev.parley.loadtests.server.FleetSettings;
import dev.parley.loadtests.server.Launcher;
import dev.parley.loadtests.server.NodePlan;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The drills with few people and little time, which is enough for what must hold on any machine: no message is lost or doubled. */
class DrillIT {

    @Test
    void aRollingRestartLosesNoMessageAndDoublesNone() throws Exception {
        assertThat(Drill.run(Incident.ROLLING_RESTART, few()).complaintsAboutMessages())
                .isEmpty();
    }

    private static DrillSettings few() {
        requireOnPath("redis-server");
        requireOnPath("haproxy");
        return new DrillSettings(
                12,
                Duration.ofMillis(700),
                Duration.ofSeconds(1),
                new FleetSettings(
                        "drill",
                        DrillSettings.NODES,
                        Duration.ofSeconds(1),
                        DrillIT::gateway,
                        Path.of("..", "deploy", "haproxy", "haproxy.cfg"),
                        Path.of("target", "drill-logs")));
    }

    private static List<String> gateway(NodePlan node) {
        List<String> command = Launcher.java(
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
