package dev.parley.loadtests.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.loadtests.observe.QueryCheck.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which panels may be empty on a healthy cluster. */
class QueryCheckTest {
    private static final DocumentedMetrics METRICS = DocumentedMetrics.of("""
            | `parley_packets_sent_total` | counter | | messages that went out |
            | `parley_packets_dropped_total` | counter | reason | packets given up |
            | `parley_connections` | gauge | transport | sessions that are open |
            """);

    @Test
    void aCounterByKindHasNoSeriesBeforeTheFirstEvent() {
        assertThat(reasonForNoData("sum by (reason) (rate(parley_packets_dropped_total{instance=~\".*\"}[1m]))", false))
                .isEqualTo(Kind.NO_EVENT_YET);
    }

    @Test
    void aQueryThatExcludesTheNormalCaseMayBeEmpty() {
        assertThat(reasonForNoData("sum by (result) (rate(parley_events_seconds_count{result!=\"ok\"}[1m]))", true))
                .isEqualTo(Kind.NOTHING_EXCLUDED);
    }

    @Test
    void aRenamedMetricIsReported() {
        assertThat(reasonForNoData("sum(rate(parley_packets_lost_total[1m]))", false))
                .isEqualTo(Kind.NO_DATA);
    }

    @Test
    void aLabelThatIsNeverSetIsReported() {
        assertThat(reasonForNoData("sum(parley_connections{transport=\"carrier-pigeon\"})", true))
                .isEqualTo(Kind.NO_DATA);
    }

    @Test
    void aSeriesThatExistsFromTheStartIsReported() {
        assertThat(reasonForNoData("sum(rate(parley_packets_sent_total[1m]))", false))
                .isEqualTo(Kind.NO_DATA);
        assertThat(reasonForNoData("sum(parley_connections)", false)).isEqualTo(Kind.NO_DATA);
    }

    @Test
    void bothCountersOfAQueryMustBeByKind() {
        assertThat(reasonForNoData(
                        "rate(parley_packets_dropped_total[1m]) / rate(parley_packets_sent_total[1m])", false))
                .isEqualTo(Kind.NO_DATA);
    }

    @Test
    void everyQueryOfTheDashboardsIsReadWithItsVariables() throws Exception {
        assertThat(DashboardQuery.in(Path.of("..", "monitoring", "grafana", "dashboards")))
                .hasSizeGreaterThan(50)
                .allSatisfy(query -> assertThat(query.expression()).isNotBlank().doesNotContain("$"));
    }

    private static Kind reasonForNoData(String expression, boolean isExposed) {
        return QueryCheck.reasonForNoData(new DashboardQuery("", "", expression, "", ""), isExposed, METRICS);
    }
}
