package dev.parley.gateway.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testing.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The Node.js server of {@code src/test/js/interop}, in one cluster with the nodes of a test. */
final class NodePeer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("src", "test", "js", "interop").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long INSTALL_SECONDS = 180;

    private final Process process;
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();

    private NodePeer(Process process) {
        this.process = process;
    }

    /** Why it cannot run here, or nothing. */
    static Optional<String> missing() {
        if (!isOnPath("node") || !isOnPath("npm")) {
            return Optional.of("Node.js is missing");
        }
        return hasPackages()
                ? Optional.empty()
                : Optional.of("the Node.js peer's packages cannot be installed (npm ci)");
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static synchronized boolean hasPackages() {
        if (Files.isDirectory(PROGRAM.resolve("node_modules").resolve("socket.io"))) {
            return true;
        }
        try {
            Process npm = start("npm", "ci", "--no-audit", "--no-fund");
            npm.getOutputStream().close();
            npm.inputReader(StandardCharsets.UTF_8).transferTo(Writer.nullWriter());
            return npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) && npm.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(PROGRAM.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static NodePeer started(String redisAddress) {
        try {
            NodePeer peer = new NodePeer(start("node", "peer.mjs", redisAddress));
            Thread reader = new Thread(peer::listen, "node-peer");
            reader.setDaemon(true);
            reader.start();
            Waiting.until(
                    "the Node.js server is ready", () -> peer.told.stream().anyMatch(line -> line.has("ready")));
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of the Node.js server, in these rooms. */
    void client(String name, String... rooms) {
        tell("connect", Map.of("name", name, "rooms", List.of(rooms)));
        Waiting.until(name + " is connected", () -> told.stream()
                .anyMatch(line -> line.path("connected").asText().equals(name)));
    }

    void tell(String command, Map<String, Object> options) {
        try {
            Map<String, Object> line = new HashMap<>(options);
            line.put("do", command);
            process.getOutputStream().write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events that a client of the Node.js server has received, such as {@code said["hello"]}. */
    List<String> heard(String client) {
        return told.stream()
                .filter(line -> line.path("heard").asText().equals(client))
                .map(line -> line.get("event").asText() + line.get("args"))
                .toList();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
