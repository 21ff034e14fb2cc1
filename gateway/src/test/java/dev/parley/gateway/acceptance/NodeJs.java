package dev.parley.gateway.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Node.js with the packages of the scenarios; tests that need it are skipped, by name, where it is not installed. */
final class NodeJs {
    static final Path SCENARIOS = Path.of("src", "test", "js").toAbsolutePath();
    /** The npm package, with its tests. */
    static final Path CLIENT = Path.of("..", "client").toAbsolutePath().normalize();

    private static final Duration INSTALL = Duration.ofMinutes(3);

    private NodeJs() {}

    static void assumeReady() {
        missing().ifPresent(Assumptions::abort);
    }

    /** Why no scenario can be played here, or nothing. */
    static Optional<String> missing() {
        if (Programs.onPath("node").isEmpty()) {
            return Optional.of("Node.js is missing");
        }
        return hasPackages(SCENARIOS)
                ? Optional.empty()
                : Optional.of("the packages of the JavaScript scenarios cannot be installed (npm ci)");
    }

    /** Whether the program in this folder has its packages; they are installed where that can be done. */
    static synchronized boolean hasPackages(Path folder) {
        return Files.isDirectory(folder.resolve("node_modules")) || install(folder);
    }

    /** Deliberate: no input and output of ours, which are how the test runner speaks to this JVM. */
    private static boolean install(Path folder) {
        var npm = Programs.onPath("npm");
        if (npm.isEmpty()) {
            return false;
        }
        try {
            var process = new ProcessBuilder(List.of(npm.get().toString(), "ci", "--no-audit", "--no-fund"))
                    .directory(folder.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (process.waitFor(INSTALL.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Runs node to its end, or kills it at the deadline; everything it printed goes into the file. */
    static void run(List<String> arguments, String stage, Path output, Duration deadline)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(List.of(Programs.onPath("node").orElseThrow().toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(SCENARIOS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("PARLEY_STAGE", stage);
        var process = builder.start();
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                Files.writeString(
                        output,
                        "\nkilled after " + deadline.toSeconds() + " s",
                        StandardCharsets.UTF_8,
                        StandardOpenOption.APPEND);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
