package dev.parley.loadtests.simulation;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;

import io.gatling.javaapi.core.Assertion;

/** Assertions: a run that misses one fails. */
final class ResponseGoals {

    private ResponseGoals() {}

    static Assertion failures() {
        return global().failedRequests().percent().lte(LoadProfile.FAILED_PERCENT);
    }

    static Assertion failures(String request) {
        return details(request).failedRequests().percent().lte(LoadProfile.FAILED_PERCENT);
    }

    static Assertion p99(String request) {
        return details(request).responseTime().percentile(99.0).lte(LoadProfile.P99_MS);
    }
}
