package dev.parley.gateway.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testing.TestRedis;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The program of {@code src/test/js/admin}: the page of the Admin UI, and a Node.js server with {@code instrument()}. */
final class AdminPeer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("src", "test", "js", "admin").toAbsolutePath();
    private static final long INSTALL_SECONDS = 180;

    private final Process process;
    private final BufferedReader lines;
    private final JsonNode places;

    private AdminPeer(Process process) throws IOException {
        this.process = process;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
        this.places = new ObjectMapper().readTree(lines.readLine());
    }

    /** Skips the test where Node.js or the packages are missing. @param room of its client */
    static AdminPeer start(String serverId, String room) throws IOException, InterruptedException {
        Tool node = Tool.require("node");
        if (!Files.isDirectory(PROGRAM.resolve("node_modules"))) {
            Process npm = process(Tool.require("npm").path().toString(), "ci", "--no-audit", "--no-fund");
            npm.getOutputStream().close();
            npm.inputReader(StandardCharsets.UTF_8).lines().forEach(line -> {});
            Assumptions.assumeTrue(
                    npm.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS) && npm.exitValue() == 0, "npm ci fails");
        }
        return new AdminPeer(process(node.path().toString(), "peer.mjs", TestRedis.address(), serverId, room));
    }

    private static Process process(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(PROGRAM.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Where the page is. */
    String page() {
        return places.get("page").asText();
    }

    String address() {
        return places.get("address").asText();
    }

    /** The id of its client's socket. */
    String client() {
        return places.get("client").asText();
    }

    /** Waits until its client is told something, such as that it was disconnected. */
    String nextLine() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
