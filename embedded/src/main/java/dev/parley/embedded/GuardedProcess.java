package dev.parley.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child process that ends with this JVM, even after a {@code kill -9}: a shell starts it and kills it when the pipe from the JVM
 * closes.
 */
final class GuardedProcess {
    /**
     * In a session of its own where that can be had, because Ctrl-C in a terminal goes to the whole process group, and the
     * gateway still needs its store to end cleanly.
     */
    private static final String GUARD = """
            trap '' INT
            if command -v setsid >/dev/null 2>&1; then setsid "$0" "$@" </dev/null & else "$0" "$@" </dev/null & fi
            child=$!
            trap 'kill "$child" 2>/dev/null' TERM
            cat >/dev/null
            kill "$child" 2>/dev/null
            wait "$child"
            """;

    private final Process shell;

    private GuardedProcess(Process shell) {
        this.shell = shell;
    }

    static GuardedProcess start(List<String> command, Path output) throws IOException {
        var guarded = new ArrayList<>(List.of("sh", "-c", GUARD));
        guarded.addAll(command);
        var shell = new ProcessBuilder(guarded)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        return new GuardedProcess(shell);
    }

    /** Waits until the child has ended in order; ends it by force when it takes longer than that. */
    void stop(Duration within) {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (IOException e) {
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private void kill() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }
}
