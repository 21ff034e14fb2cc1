package dev.parley.loadtests.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.loadtests.observe.Finding.Kind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which panels may be empty on a cluster that is well. */
class FindingTest {
    private static final DocumentedMetrics METRICS = DocumentedMetrics.of("""
            | `parley_packets_sent_total` | counter | | messages that went out |
            | `parley_packets_dropped_total` | counter | reason | packets given up |
            | `parley_connections` | gauge | transport | sessions that are open |
            """);

    @Test
    void whatHasNotHappenedYetHasNoSeries() {
        assertThat(whyEmpty("sum by (reason) (rate(parley_packets_dropped_total{instance=~\".*\"}[1m]))", false))
                .isEqualTo(Kind.NOT_HAPPENED);
    }

    @Test
    void whatAsksForTheUnusualMayFindNone() {
        assertThat(whyEmpty("sum by (outcome) (rate(parley_events_seconds_count{outcome!=\"ok\"}[1m]))", true))
                .isEqualTo(Kind.NOTHING_UNUSUAL);
    }

    @Test
    void aMetricThatWasRenamedIsMissed() {
        assertThat(whyEmpty("sum(rate(parley_packets_lost_total[1m]))", false)).isEqualTo(Kind.NO_DATA);
    }

    @Test
    void aLabelThatNobodySetsIsMissed() {
        assertThat(whyEmpty("sum(parley_connections{transport=\"carrier-pigeon\"})", true))
                .isEqualTo(Kind.NO_DATA);
    }

    @Test
    void whatIsThereFromTheBeginningIsMissed() {
        assertThat(whyEmpty("sum(rate(parley_packets_sent_total[1m]))", false)).isEqualTo(Kind.NO_DATA);
        assertThat(whyEmpty("sum(parley_connections)", false)).isEqualTo(Kind.NO_DATA);
    }

    @Test
    void ofTwoCountersBothMustBeOfThingsThatHaveNotHappened() {
        assertThat(whyEmpty("rate(parley_packets_dropped_total[1m]) / rate(parley_packets_sent_total[1m])", false))
                .isEqualTo(Kind.NO_DATA);
    }

    @Test
    void everyQuestionOfTheDashboardsIsReadAndEveryVariableFilledIn() throws Exception {
        assertThat(Question.in(Path.of("..", "monitoring", "grafana", "dashboards")))
                .hasSizeGreaterThan(50)
                .allSatisfy(question ->
                        assertThat(question.expression()).isNotBlank().doesNotContain("$"));
    }

    private static Kind whyEmpty(String expression, boolean isExposed) {
        return Finding.whyEmpty(new Question("", "", expression, "", ""), isExposed, METRICS);
    }
}
