package dev.parley.gateway.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs {@code promtool check metrics} on the metrics of a gateway. */
final class PromtoolMetrics {
    private PromtoolMetrics() {}

    static List<String> complaints(String scrape) {
        try {
            Process process = new ProcessBuilder("promtool", "check", "metrics")
                    .redirectErrorStream(true)
                    .start();
            try (var input = process.getOutputStream()) {
                input.write(scrape.getBytes(StandardCharsets.UTF_8));
            }
            return process.inputReader(StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
