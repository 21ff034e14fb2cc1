package dev.parley.gateway.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The Node.js back end of the benchmarks, on the stores of a stage, as before a migration to Parley. */
final class OldBackEnd implements AutoCloseable {
    static final Path PROGRAM =
            Path.of("..", "load-tests", "peers", "node").toAbsolutePath().normalize();
    private static final Duration START = Duration.ofSeconds(30);

    private final int port = FreePort.next();
    private final int httpPort = FreePort.next();
    private final Child process;

    /** Returns when it listens. */
    OldBackEnd(Stage stage, Path folder) {
        var command = List.of(
                Programs.onPath("node").orElseThrow().toString(),
                PROGRAM.resolve("src").resolve("main.js").toString(),
                "--port",
                "" + port,
                "--http-port",
                "" + httpPort,
                "--redis",
                stage.redis().address(),
                "--mongo",
                stage.mongo().address(),
                "--jwt-secret",
                Stage.SECRET,
                "--sid-cookie",
                "io",
                "--parley",
                stage.node(0).http(),
                "--parley-token",
                Stage.serviceToken());
        process = Child.start(command, Map.of("NODE_ENV", "production"), folder.resolve("old-back-end.log"));
        try {
            Waiting.until("the old back end", START, () -> Listening.on(port) && Listening.on(httpPort));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + process.tail(), e);
        }
    }

    int port() {
        return port;
    }

    int httpPort() {
        return httpPort;
    }

    /** For {@code old} in a stage's description. */
    void describe(ObjectNode old) {
        old.put("socket", "http://127.0.0.1:" + port)
                .put("http", "http://127.0.0.1:" + httpPort)
                .put("pid", process.pid());
    }

    String output() {
        return process.tail();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.kill();
        }
    }
}
