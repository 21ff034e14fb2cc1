package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.admin.AdminSettings;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.transport.TransportMetrics;
import dev.parley.testing.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of the alert rules and dashboards are exposed by a running gateway. */
class ExposedMetricsIT {
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)[ {]");
    private static final Pattern COUNTER = Pattern.compile("(parley_\\w+_total)(?:\\{([^}]*)})?");
    private static final Pattern EXACT_LABEL = Pattern.compile("(?<![\\w])\\w+=\"[a-z_]+\"");
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    private static RunningNode node;
    /** Metrics of webhooks exist when there is an endpoint. Nothing listens on this port. */
    private static final String WEBHOOKS = """
            crm:
              url: http://127.0.0.1:9/
              secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]
              allow-http: true
              allow-private: true
            """;

    private static final String WEB_PUSH = """
            subject: mailto:chat@shop.example
            public-key: BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8
            private-key: yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw
            """;

    private static Set<String> exposed;
    private static String atStart;

    @BeforeAll
    static void useAGateway(@TempDir Path folder) throws Exception {
        node = RunningNode.withWebhooks(
                Files.writeString(folder.resolve("webhooks.yaml"), WEBHOOKS),
                Files.writeString(folder.resolve("web-push.yaml"), WEB_PUSH),
                new AdminSettings(AdminUsersFile.in(folder, "ada", "correct horse"), false));
        atStart = node.metrics();
        node.hostAConversation("polling");
        node.hostAConversation("websocket");
        System.gc();
        // The JVM tells of a collection some time after it.
        Waiting.until("the collection is counted", () -> node.metrics().contains("jvm_gc_pause_seconds"));
        exposed = namesIn(node.metrics());
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

    /** {@code rate()} sees no event of a series that it creates. */
    @Test
    void everyCounterOfARuleOrDashboardExistsBeforeItsFirstEvent() {
        for (MonitoringFiles.Query query : MonitoringFiles.queries()) {
            Matcher counter = COUNTER.matcher(query.expression());
            while (counter.find()) {
                assertThat(atStart).as(query.where()).contains("\n" + counter.group(1));
                Matcher label = EXACT_LABEL.matcher(String.valueOf(counter.group(2)));
                while (label.find()) {
                    assertThat(atStart)
                            .as(query.where())
                            .containsPattern("\n" + counter.group(1) + "\\{.*" + Pattern.quote(label.group()));
                }
            }
        }
    }

    @Test
    void everyReasonOfACounterOfTheTransportExistsBeforeItsFirstEvent() {
        for (DisconnectReason reason : DisconnectReason.values()) {
            String name = reason.name().toLowerCase(Locale.ROOT);
            assertThat(atStart).contains("parley_connections_closed_total{reason=\"" + name + "\"} 0.0");
        }
        for (String error : TransportMetrics.REFUSED) {
            assertThat(atStart).contains("parley_handshakes_refused_total{error=\"" + error + "\"} 0.0");
        }
        for (String reason : TransportMetrics.DROPPED) {
            assertThat(atStart).contains("parley_packets_dropped_total{reason=\"" + reason + "\"} 0.0");
        }
    }

    @Test
    void theMetricsFollowTheConventionsOfPrometheus() {
        Tool.require("promtool");
        assertThat(PromtoolMetrics.complaints(node.metrics())).isEmpty();
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
