package dev.parley.loadtests.lab;

import dev.parley.loadtests.report.Report;

/** Measures the lab's contenders side by side. */
public interface Benchmark {

    Report run(Lab lab) throws Exception;
}
