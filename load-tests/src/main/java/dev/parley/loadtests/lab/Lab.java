package dev.parley.loadtests.lab;

import dev.parley.loadtests.server.Contender;
import dev.parley.loadtests.server.Launcher;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How thoroughly to measure, and whom.
 *
 * @param rounds how often each contender is measured in each case, in turn with the others
 * @param seconds of each of these runs
 * @param warmUpSeconds before the first run of each contender in each case
 * @param only parts of the names of the cases to run, with commas; empty for all
 * @param results where to write, instead of {@code docs/bench}
 */
public record Lab(
        int rounds,
        int seconds,
        int warmUpSeconds,
        List<Contender> contenders,
        String only,
        Optional<Path> results,
        Path logs) {

    public static Lab from(List<String> options) {
        Map<String, String> given = Options.of(options);
        List<String> wanted = List.of(given.getOrDefault("contenders", "").split(","));
        return new Lab(
                Integer.parseInt(given.getOrDefault("rounds", "5")),
                Integer.parseInt(given.getOrDefault("seconds", "5")),
                Integer.parseInt(given.getOrDefault("warm-up", "5")),
                Contender.all().stream()
                        .filter(c -> wanted.get(0).isEmpty() || wanted.contains(c.name()))
                        .toList(),
                given.getOrDefault("cases", ""),
                Optional.ofNullable(given.get("results")).map(Path::of),
                Launcher.loadTests("target/bench-logs"));
    }

    /** Without the contenders that only broadcast. */
    public Lab onlyWithChats() {
        List<Contender> remaining =
                contenders.stream().filter(Contender::hasChats).toList();
        return new Lab(rounds, seconds, warmUpSeconds, remaining, only, results, logs);
    }

    /** Whether a case is to be run: all are, unless {@code --cases} names parts of the names of some. */
    public boolean wants(String caseName) {
        return Arrays.stream(only.split(",")).anyMatch(caseName::contains);
    }
}
