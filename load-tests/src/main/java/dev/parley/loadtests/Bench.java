package dev.parley.loadtests;

import dev.parley.loadtests.benchmark.Benchmark;
import dev.parley.loadtests.benchmark.BenchmarkSettings;
import dev.parley.loadtests.chat.ConnectStormBenchmark;
import dev.parley.loadtests.chat.FreshStartBenchmark;
import dev.parley.loadtests.chat.IdleMemoryBenchmark;
import dev.parley.loadtests.chat.SeedPathBenchmark;
import dev.parley.loadtests.chat.UnreadBenchmark;
import dev.parley.loadtests.fanout.FanOutBenchmark;
import dev.parley.loadtests.fanout.LatencyBenchmark;
import dev.parley.loadtests.fanout.ScaleOutBenchmark;
import dev.parley.loadtests.fanout.StrangerNodeBenchmark;
import dev.parley.loadtests.options.Options;
import dev.parley.loadtests.report.Report;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Runs the benchmarks that are named, or {@code all}; started by {@code load-tests/bench}. */
public final class Bench {

    private static final Map<String, Supplier<Benchmark>> BENCHMARKS = benchmarks();

    private Bench() {}

    private static Map<String, Supplier<Benchmark>> benchmarks() {
        Map<String, Supplier<Benchmark>> all = new LinkedHashMap<>();
        all.put("fan-out", FanOutBenchmark::new);
        all.put("latency", LatencyBenchmark::new);
        all.put("stranger-node", StrangerNodeBenchmark::new);
        all.put("scale-out", ScaleOutBenchmark::new);
        all.put("seed-path", SeedPathBenchmark::new);
        all.put("unread", UnreadBenchmark::new);
        all.put("fresh-start", FreshStartBenchmark::new);
        all.put("connect-storm", ConnectStormBenchmark::new);
        all.put("idle-memory", IdleMemoryBenchmark::new);
        return all;
    }

    /** Exits explicitly, because the event loop of the clients keeps the process alive. */
    public static void main(String[] args) {
        try {
            run(args);
            System.exit(0);
        } catch (Exception failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private static void run(String... args) throws Exception {
        List<String> names =
                Arrays.stream(args).filter(arg -> !arg.startsWith("--")).toList();
        boolean isAll = names.equals(List.of("all"));
        if (names.isEmpty() || !isAll && !BENCHMARKS.keySet().containsAll(names)) {
            System.err.println("name benchmarks: all, or some of " + String.join(", ", BENCHMARKS.keySet()));
            System.exit(2);
        }
        BenchmarkSettings settings = BenchmarkSettings.from(Options.of(
                Arrays.stream(args).filter(arg -> arg.startsWith("--")).toList()));
        for (String name : isAll ? BENCHMARKS.keySet() : names) {
            Report report = BENCHMARKS.get(name).get().run(settings);
            report.print();
            report.write(settings.results());
        }
    }
}
