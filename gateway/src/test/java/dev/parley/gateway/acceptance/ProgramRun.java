package dev.parley.gateway.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A completed run of the program. @param output standard output and standard error */
record ProgramRun(int exitCode, String output) {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    static ProgramRun of(Map<String, String> environment, String... options) throws IOException, InterruptedException {
        var log = Files.createTempFile("parley-run", ".log");
        var builder = new ProcessBuilder(GatewayProcess.command(List.of(options)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            var ended = process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            var output = Files.readString(log, StandardCharsets.UTF_8);
            if (!ended) {
                throw new AssertionError("still running: " + output);
            }
            return new ProgramRun(process.exitValue(), output);
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(log);
        }
    }

    List<String> lines() {
        return output.lines().filter(line -> !line.isBlank()).toList();
    }
}
