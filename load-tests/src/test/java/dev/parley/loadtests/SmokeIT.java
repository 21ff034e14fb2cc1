package dev.parley.loadtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.loadtests.server.Ports;
import dev.parley.loadtests.server.ServerProcess;
import dev.parley.loadtests.simulation.SmokeSimulation;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smoke simulation against a gateway that is started for it, with the stores of the quick start. */
class SmokeIT {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Path TARGET = Path.of("target");

    @Test
    void tenPeopleUseEveryKindOfEventAndNothingFails(@TempDir Path data) throws Exception {
        int port = Ports.free();
        int httpPort = Ports.free();
        int opsPort = Ports.free();
        List<String> gateway = java(
                "dev.parley.gateway.Main",
                "--port",
                "" + port,
                "--http-port",
                "" + httpPort,
                "--ops-port",
                "" + opsPort,
                "--data-dir",
                data.toString(),
                "--auth",
                "none");
        try (ServerProcess parley = ServerProcess.start("smoke-gateway", TARGET, gateway)) {
            parley.awaitOk(URI.create("http://127.0.0.1:" + opsPort + "/health/ready"));
            assertThat(gatling(port, httpPort)).isZero();
        }
    }

    /** Its exit code, which is 0 when every assertion of the simulation holds. */
    private static int gatling(int port, int httpPort) throws IOException, InterruptedException {
        List<String> command = java(
                "io.gatling.app.Gatling",
                "--simulation",
                SmokeSimulation.class.getName(),
                "--results-folder",
                TARGET.resolve("gatling").toString());
        command.addAll(
                1,
                List.of(
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Dparley.sockets=ws://127.0.0.1:" + port,
                        "-Dparley.rest=http://127.0.0.1:" + httpPort));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(TARGET.resolve("smoke-gatling.log").toFile())
                .start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static List<String> java(String mainClass, String... arguments) {
        List<String> command = new java.util.ArrayList<>(
                List.of(JAVA, "-Xmx512m", "-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        return command;
    }
}
