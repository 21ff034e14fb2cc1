package dev.parley.loadtests.benchmark;

import dev.parley.loadtests.report.Report;

/** Measures the contenders of the settings side by side. */
public interface Benchmark {

    Report run(BenchmarkSettings settings) throws Exception;
}
