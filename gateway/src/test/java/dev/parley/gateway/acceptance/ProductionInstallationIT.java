package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose class path does not contain the embedded stores, as on a server or in the image. */
class ProductionInstallationIT {
    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void itRunsWithStoresThatAreNamed() {
        int ops = FreePort.next();
        Child gateway = start(
                "--redis",
                "redis://127.0.0.1:1",
                "--mongo",
                "mongodb://127.0.0.1:1/parley",
                "--auth",
                "none",
                "--port",
                "0",
                "--http-port",
                "0",
                "--ops-port",
                "" + ops);
        try {
            Waiting.until("the operations port is open", START, () -> Listening.on(ops));
            assertThat(gateway.isAlive()).isTrue();
        } finally {
            gateway.kill();
        }
    }

    @Test
    void itSaysWhichOptionIsMissingWhenAStoreIsNotNamed() {
        Child gateway = start("--mongo", "mongodb://127.0.0.1:1/parley", "--auth", "none");
        try {
            Waiting.until("the end of the gateway", START, () -> !gateway.isAlive());
            assertThat(gateway.tail()).contains("--redis is required: this installation has no embedded stores");
        } finally {
            gateway.kill();
        }
    }

    private Child start(String... options) {
        List<String> command = new ArrayList<>(GatewayProcess.command(List.of(options)));
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, withoutEmbeddedStores(command.get(classPath)));
        return Child.start(command, Map.of(), folder.resolve("log"));
    }

    private static String withoutEmbeddedStores(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.contains("embedded") && !entry.contains("mongo-java-server"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
