package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.ops.TransportMeters;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.testing.Waiting;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The metrics of the alert rules and dashboards are exposed by a running gateway. */
class ExposedMetricsTest {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)[ {]");
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    private static RunningNode node;
    private static Set<String> exposed;

    @BeforeAll
    static void useAGateway() throws Exception {
        node = RunningNode.start();
        node.hostAConversation("polling");
        node.hostAConversation("websocket");
        System.gc();
        // The JVM tells of a collection some time after it.
        Waiting.until("the collection is counted", () -> node.metrics().contains("jvm_gc_pause_seconds"));
        exposed = namesIn(node.metrics());
        exposed.addAll(namesIn(whatOnlyTroubleShows()));
        exposed.addAll(OF_PROMETHEUS);
        exposed.addAll(MonitoringFiles.names("record"));
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
    }

    @Test
    void everyMetricOfARuleOrDashboardIsExposed() {
        for (MonitoringFiles.Query query : MonitoringFiles.queries()) {
            assertThat(exposed).as(query.where()).containsAll(PromQl.metrics(query.expression()));
        }
    }

    @Test
    void theMetricsFollowTheConventionsOfPrometheus() {
        Tool.require("promtool");
        assertThat(PromtoolMetrics.complaints(node.metrics())).isEmpty();
    }

    /** Counters that are there from the first time on; no conversation that goes well counts them. */
    private static String whatOnlyTroubleShows() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var transport = new TransportMeters(registry);
        transport.dropped("volatile");
        transport.refused("UNKNOWN_SID");
        transport.closed("polling", DisconnectReason.SLOW_READER);
        return registry.scrape();
    }

    private static Set<String> namesIn(String scrape) {
        Set<String> names = new TreeSet<>();
        Matcher sample = SAMPLE.matcher(scrape);
        while (sample.find()) {
            names.add(sample.group(1));
        }
        return names;
    }
}
