package dev.parley.loadtests.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyBySecondTest {

    private final LatencyBySecond latencies = new LatencyBySecond();

    @Test
    void aLateMessageCountsInTheSecondInWhichItWasDue() {
        dueBefore("prompt", 0, 1);
        dueBefore("late", 1, 3_000);
        latencies.received("late");
        latencies.received("prompt");

        assertThat(latencies.percentiles(100).get(0)).isBetween(1.0, 2_000.0);
        assertThat(latencies.percentiles(100).get(1)).isGreaterThanOrEqualTo(3_000);
    }

    @Test
    void percentilesAreThoseOfTheSecondsAskedFor() {
        for (int i = 1; i <= 100; i++) {
            dueBefore("a" + i, 0, i * 60_000);
            latencies.received("a" + i);
        }
        assertThat(latencies.percentile(50, 0, 1)).isBetween(50 * 60_000.0, 51 * 60_000.0);
        assertThat(latencies.percentile(99, 0, 9)).isBetween(99 * 60_000.0, 100 * 60_000.0);
        assertThat(latencies.percentile(99, 5, 9)).isZero();
    }

    @Test
    void aMessageIsCountedOnceAndMissedUntilThen() {
        dueBefore("message", 0, 1);
        assertThat(latencies.notReceived()).isOne();
        latencies.received("message");
        double first = latencies.percentile(100, 0, 1);
        latencies.received("message");
        assertThat(latencies.notReceived()).isZero();
        assertThat(latencies.percentile(100, 0, 1)).isEqualTo(first);
    }

    private void dueBefore(String id, int second, long millis) {
        latencies.due(id, second, System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
