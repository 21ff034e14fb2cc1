package dev.parley.loadtests.options;

import dev.parley.loadtests.server.CommandLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Command-line options of the form {@code --name=value} or {@code --name}. */
public record Options(Map<String, String> given) {

    public static Options of(List<String> words) {
        Map<String, String> given = new HashMap<>();
        for (String word : words) {
            String[] parts = word.replaceFirst("^--", "").split("=", 2);
            given.put(parts[0], parts.length == 2 ? parts[1] : "");
        }
        return new Options(Map.copyOf(given));
    }

    public String text(String name, String otherwise) {
        return given.getOrDefault(name, otherwise);
    }

    public int number(String name, int otherwise) {
        return given.containsKey(name) ? Integer.parseInt(given.get(name)) : otherwise;
    }

    /** Separated by commas. */
    public List<Integer> numbers(String name, String otherwise) {
        return Arrays.stream(text(name, otherwise).split(","))
                .map(Integer::valueOf)
                .toList();
    }

    public Duration seconds(String name, int otherwise) {
        return Duration.ofSeconds(number(name, otherwise));
    }

    public Duration millis(String name, int otherwise) {
        return Duration.ofMillis(number(name, otherwise));
    }

    /**
     * The folder for result files: {@code --results=FOLDER}, or {@code docs/bench} with {@code --record}, else
     * {@code load-tests/target/results}. Only {@code --record} changes files that are under version control.
     */
    public Path results() {
        Path tracked = CommandLines.loadTests("../docs/bench");
        Path untracked = CommandLines.loadTests("target/results");
        return Optional.ofNullable(given.get("results"))
                .map(Path::of)
                .orElse(given.containsKey("record") ? tracked : untracked);
    }
}
