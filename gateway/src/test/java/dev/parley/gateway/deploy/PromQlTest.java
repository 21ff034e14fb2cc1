package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {

    @Test
    void findsTheMetricsAndNothingElse() {
        assertThat(PromQl.metrics("""
                        sum by (le, stage) (rate(a_bucket{x=~"b|c", y="d(e)"}[5m]))
                        / on (instance) job:b:ratio5m > 0.5 * (c_total offset 10m) and absent(up{job="p"} == 1e3)
                        """)).containsExactly("a_bucket", "c_total", "job:b:ratio5m", "up");
    }
}
