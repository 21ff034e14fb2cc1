package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of this machine. A test that requires a missing one is skipped, with its name. */
final class Tool {
    private final Path program;

    private Tool(Path program) {
        this.program = program;
    }

    Path path() {
        return program;
    }

    static Tool require(String name) {
        Optional<Path> found = find(name);
        assumeTrue(found.isPresent(), name + " is not installed");
        return new Tool(found.orElseThrow());
    }

    private static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What a process printed, and its exit code; -1 if it was still running at the deadline. */
    private record Outcome(List<String> command, int code, String text) {}

    /** Returns the output. A run that fails is a failed test. */
    String run(Duration within, String... arguments) {
        return run(within, Map.of(), arguments);
    }

    /** @param environment added to that of the test run */
    String run(Duration within, Map<String, String> environment, String... arguments) {
        Outcome outcome = outcome(within, environment, arguments);
        assertThat(outcome.code())
                .as("%s printed: %s", outcome.command(), outcome.text())
                .isZero();
        return outcome.text();
    }

    /** Returns the output of a run that must fail. */
    String fail(Duration within, Map<String, String> environment, String... arguments) {
        Outcome outcome = outcome(within, environment, arguments);
        assertThat(outcome.code())
                .as("%s printed: %s", outcome.command(), outcome.text())
                .isPositive();
        return outcome.text();
    }

    private Outcome outcome(Duration within, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path output = temporaryFile();
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Repository.ROOT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            return new Outcome(command, ended ? process.exitValue() : -1, Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            output.toFile().delete();
        }
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("parley-tool", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
