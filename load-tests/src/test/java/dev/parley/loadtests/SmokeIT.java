package dev.parley.loadtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.loadtests.observe.Gatling;
import dev.parley.loadtests.server.CommandLines;
import dev.parley.loadtests.server.Ports;
import dev.parley.loadtests.server.ServerProcess;
import dev.parley.loadtests.simulation.SmokeSimulation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smoke simulation against a gateway with embedded stores. */
class SmokeIT {

    private static final Path TARGET = Path.of("target");

    @Test
    void tenUsersEmitEveryKindOfEventAndNothingFails(@TempDir Path data) throws Exception {
        int port = Ports.free();
        int httpPort = Ports.free();
        int opsPort = Ports.free();
        List<String> gateway = CommandLines.java("-Xmx512m", System.getProperty("java.class.path"));
        gateway.addAll(List.of(
                "dev.parley.gateway.Main",
                "--port=" + port,
                "--http-port=" + httpPort,
                "--ops-port=" + opsPort,
                "--data-dir=" + data,
                "--auth=none"));
        try (ServerProcess parley = ServerProcess.start("smoke-gateway", TARGET, gateway)) {
            parley.awaitOk(URI.create("http://127.0.0.1:" + opsPort + "/health/ready"));
            assertThat(gatling(port, httpPort)).isZero();
        }
    }

    /** @return the exit code: 0 if every assertion of the simulation holds */
    private static int gatling(int port, int httpPort) throws InterruptedException {
        List<String> command = Gatling.command(
                System.getProperty("java.class.path"),
                SmokeSimulation.class.getName(),
                "every kind of event once",
                TARGET.resolve("gatling"),
                Map.of("parley.sockets", "ws://127.0.0.1:" + port, "parley.rest", "http://127.0.0.1:" + httpPort));
        try (ServerProcess gatling = ServerProcess.start("smoke-gatling", TARGET, command)) {
            return gatling.awaitEnd(Duration.ofSeconds(90));
        }
    }
}
