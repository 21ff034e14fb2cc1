package dev.parley.gateway.acceptance;

import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real gateway in a process of its own, on free ports. */
final class GatewayProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<String> options;
    private final Path log;
    private final int port;
    private final int httpPort;
    private final int opsPort;
    private Child process;

    /** Does not start it yet. The options are those beside the ports. */
    GatewayProcess(List<String> options, Path log) {
        this(options, log, FreePort.next(), FreePort.next(), FreePort.next());
    }

    GatewayProcess(List<String> options, Path log, int port, int httpPort, int opsPort) {
        this.options = List.copyOf(options);
        this.log = log;
        this.port = port;
        this.httpPort = httpPort;
        this.opsPort = opsPort;
    }

    /** The command line of a gateway with these options and no others. */
    static List<String> command(List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Programs.java(),
                "@" + Path.of("jvm.options").toAbsolutePath(),
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                // As in production: the tests' own configuration is on the class path too.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.parley.gateway.Main"));
        command.addAll(options);
        return command;
    }

    GatewayProcess launch() {
        return launch(Map.of());
    }

    GatewayProcess launch(Map<String, String> environment) {
        List<String> all = new ArrayList<>(List.of(
                "--host", "127.0.0.1", "--port", "" + port, "--http-port", "" + httpPort, "--ops-port", "" + opsPort));
        all.addAll(options);
        process = Child.start(command(all), environment, log);
        return this;
    }

    GatewayProcess awaitReady() {
        try {
            Waiting.until("a ready gateway", START, this::isReady);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + output(), e);
        }
        return this;
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("the gateway has ended");
        }
        return health("/health/ready") == 200;
    }

    /** The status of an operations route; -1 when there is no answer. */
    int health(String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create(ops() + path))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String socket() {
        return "http://127.0.0.1:" + port;
    }

    String http() {
        return "http://127.0.0.1:" + httpPort;
    }

    String ops() {
        return "http://127.0.0.1:" + opsPort;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has started itself: the embedded stores. */
    List<ProcessHandle> descendants() {
        return process.descendants();
    }

    String output() {
        return process.tail();
    }

    void kill() {
        process.kill();
    }

    void signal() {
        process.signal();
    }

    void terminate() {
        process.terminate();
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.kill();
        }
    }
}
