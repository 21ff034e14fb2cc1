package dev.parley.gateway.acceptance;

import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The bare protocol server, in a process of its own. */
final class ProtocolServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);

    private final int port = FreePort.next();
    private final Path log;
    private final Child process;

    private ProtocolServerProcess(List<String> options) {
        try {
            log = Files.createTempFile("parley-protocol", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var command = new ArrayList<>(List.of(
                Programs.java(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.parley.gateway.transport.ProtocolTestServer",
                "--port",
                "" + port));
        command.addAll(options);
        process = Child.start(command, Map.of(), log);
    }

    /** The options are those beside the port. */
    static ProtocolServerProcess start(String... options) {
        var server = new ProtocolServerProcess(List.of(options));
        Waiting.until("the protocol server: " + server.process.tail(), START, () -> Listening.on(server.port));
        return server;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    String output() {
        return process.tail();
    }

    @Override
    public void close() {
        process.kill();
        log.toFile().delete();
    }
}
