package dev.parley.gateway.acceptance;

import dev.parley.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of the test run that never outlives it, not even when the run is killed. */
final class Child {
    /** Ends the program as soon as the pipe from the JVM closes, for whatever reason. */
    private static final String GUARD = """
            "$0" "$@" </dev/null >>"$PARLEY_TEST_LOG" 2>&1 &
            echo $!
            unset PARLEY_TEST_LOG
            cat >/dev/null
            kill -9 $! 2>/dev/null
            """;

    /** A drain, and all that a busy machine adds to it. */
    private static final Duration END = Duration.ofSeconds(45);

    private static final int TAIL = 4_000;

    private final Process guard;
    private final ProcessHandle program;
    private final Path log;

    private Child(Process guard, ProcessHandle program, Path log) {
        this.guard = guard;
        this.program = program;
        this.log = log;
    }

    /** Settings of Parley in the environment of the test run are not handed on. */
    static Child start(List<String> command, Map<String, String> environment, Path log) {
        var guarded = new ArrayList<>(List.of("sh", "-c", GUARD));
        guarded.addAll(command);
        var builder = new ProcessBuilder(guarded).redirectError(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        builder.environment().putAll(environment);
        builder.environment().put("PARLEY_TEST_LOG", log.toString());
        try {
            var guard = builder.start();
            var pid = guard.inputReader(StandardCharsets.UTF_8).readLine();
            var program = ProcessHandle.of(Long.parseLong(pid))
                    .orElseThrow(() -> new IllegalStateException("ended at once: " + tailOf(log)));
            return new Child(guard, program, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return program.isAlive();
    }

    long pid() {
        return program.pid();
    }

    List<ProcessHandle> descendants() {
        return program.descendants().toList();
    }

    /** Asks the program to end, as an operator or Kubernetes does, and does not wait. */
    void signal() {
        program.destroy();
    }

    /** The same, until it has ended: it may finish what it is doing. */
    void terminate() {
        signal();
        awaitEnd();
    }

    /** {@code kill -9}. Returns when the process is gone. */
    void kill() {
        program.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        Waiting.until("the end of " + program.pid(), END, () -> !program.isAlive());
        try {
            guard.getOutputStream().close();
        } catch (IOException e) {
            guard.destroyForcibly();
        }
    }

    /** The end of what the program has printed, to be shown with a failure. */
    String tail() {
        return tailOf(log);
    }

    private static String tailOf(Path log) {
        try {
            var text = Files.readString(log);
            return text.substring(Math.max(0, text.length() - TAIL));
        } catch (IOException e) {
            return "(no output: " + e + ")";
        }
    }
}
