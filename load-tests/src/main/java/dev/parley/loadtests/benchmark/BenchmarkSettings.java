package dev.parley.loadtests.benchmark;

import dev.parley.loadtests.options.Options;
import dev.parley.loadtests.server.CommandLines;
import dev.parley.loadtests.server.Contender;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What to measure, and for how long.
 *
 * @param rounds how often each contender is measured in each case, alternating with the others
 * @param seconds of one measurement
 * @param warmUpSeconds before the first measurement of each contender in each case
 * @param only parts of the names of the cases to run, with commas; empty for all
 * @param sockets of the benchmark of idle memory, one case for each number
 * @param results folder for result files
 */
public record BenchmarkSettings(
        int rounds,
        int seconds,
        int warmUpSeconds,
        List<Contender> contenders,
        String only,
        List<Integer> sockets,
        Path results,
        Path logs) {

    public static BenchmarkSettings from(Options options) {
        return new BenchmarkSettings(
                options.number("rounds", 5),
                options.number("seconds", 5),
                options.number("warm-up", 5),
                contenders(options.text("contenders", "")),
                options.text("cases", ""),
                options.numbers("sockets", "10000"),
                options.results(),
                CommandLines.loadTests("target/bench-logs"));
    }

    private static List<Contender> contenders(String names) {
        List<String> wanted = List.of(names.split(","));
        return names.isEmpty()
                ? Contender.usual()
                : Contender.all().stream()
                        .filter(contender -> wanted.contains(contender.name()))
                        .toList();
    }

    /** Without the contenders that only broadcast. */
    public BenchmarkSettings onlyWithChats() {
        return only(Contender::hasChats);
    }

    /** Without the contenders that have no REST route for broadcasts. */
    public BenchmarkSettings onlyWithBroadcasts() {
        return only(Contender::hasBroadcasts);
    }

    public BenchmarkSettings only(Predicate<Contender> suits) {
        return new BenchmarkSettings(
                rounds,
                seconds,
                warmUpSeconds,
                contenders.stream().filter(suits).toList(),
                only,
                sockets,
                results,
                logs);
    }

    /** Whether to run a case: all, unless {@code --cases} names parts of the names of some. */
    public boolean wants(String caseName) {
        return Arrays.stream(only.split(",")).anyMatch(caseName::contains);
    }
}
