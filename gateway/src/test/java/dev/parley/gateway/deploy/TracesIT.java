package dev.parley.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.mongo.TestMongo;
import dev.parley.gateway.deploy.SpanReceiver.Received;
import dev.parley.gateway.telemetry.OtlpSettings;
import dev.parley.testing.Waiting;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** Traces of messages at a receiver of OTLP, from two nodes. */
class TracesIT {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + CALLER + "-01";
    private static final String REQUEST = "POST /api/chats/{id}/messages";

    @Test
    void aTraceLeadsFromTheCallerToTheDeliveryOnEachNode() throws Exception {
        String database = TestMongo.freshDatabase();
        try (SpanReceiver receiver = new SpanReceiver();
                RunningNode north =
                        RunningNode.withTraces(new OtlpSettings(receiver.address(), 0), "-north", database);
                RunningNode south =
                        RunningNode.withTraces(new OtlpSettings(receiver.address(), 0), "-south", database)) {
            String chat = north.openChat("ann", "ben");
            Socket ann = north.join("ann");
            Socket ben = south.join("ben");
            RunningNode.ask(ann, "join-chat", chat);
            RunningNode.ask(ben, "join-chat", chat);
            north.post("/api/chats/" + chat + "/messages", message("not recorded"), Map.of());
            north.post("/api/chats/" + chat + "/messages", message("recorded"), Map.of("traceparent", TRACEPARENT));

            Waiting.until(
                    "both deliveries",
                    WAIT,
                    () -> receiver.spans().stream()
                                    .filter(span -> span.name().equals("deliver"))
                                    .filter(span -> receiver.spans().stream()
                                            .anyMatch(each -> each.name().equals(REQUEST)))
                                    .map(span -> span.isOf("-south"))
                                    .distinct()
                                    .count()
                            == 2);
            List<Received> spans = receiver.spans();
            assertThat(spans).extracting(Received::trace).containsOnly(TRACE);
            Received request = one(spans, REQUEST);
            assertThat(request.parent()).isEqualTo(CALLER);
            assertThat(one(spans, "rules").parent()).isEqualTo(request.id());
            assertThat(one(spans, "store").parent()).isEqualTo(request.id());
            Set<String> published = spans.stream()
                    .filter(span -> span.name().equals("publish"))
                    .map(Received::id)
                    .collect(Collectors.toSet());
            assertThat(spans).filteredOn(span -> span.name().equals("deliver")).allSatisfy(span -> assertThat(
                            span.isOf("-south")
                                    ? published.contains(span.parent())
                                    : span.parent().equals(request.id()))
                    .isTrue());
            assertThat(spans).allSatisfy(span -> assertThat(span.end()).isGreaterThanOrEqualTo(span.start()));
            ann.disconnect();
            ben.disconnect();
        }
    }

    @Test
    void aSocketsMessageBeginsATraceAndAReceiverThatFailsIsCounted() throws Exception {
        try (SpanReceiver receiver = new SpanReceiver();
                RunningNode node = RunningNode.withTraces(
                        new OtlpSettings(receiver.address(), 1), "-alone", TestMongo.freshDatabase())) {
            node.hostAConversation("websocket");
            Waiting.until("the trace", WAIT, () -> receiver.spans().stream()
                    .anyMatch(span -> span.name().equals("send-message") && span.parent() == null));
            receiver.fail();
            node.hostAConversation("websocket");
            Waiting.until("failures are counted", WAIT, () -> node.metrics()
                    .lines()
                    .anyMatch(line ->
                            line.startsWith("parley_otlp_spans_total{outcome=\"failed\"}") && !line.endsWith(" 0.0")));
        }
    }

    @Test
    void withoutAReceiverMessagesAreSentAllTheSame() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:9");
        try (RunningNode node =
                RunningNode.withTraces(new OtlpSettings(nobody, 1), "-lonely", TestMongo.freshDatabase())) {
            node.hostAConversation("websocket");
        }
    }

    private static Received one(List<Received> spans, String name) {
        List<Received> named =
                spans.stream().filter(span -> span.name().equals(name)).toList();
        assertThat(named).as(name).hasSize(1);
        return named.get(0);
    }

    private static JSONObject message(String content) throws Exception {
        return new JSONObject().put("sender", "ann").put("content", content);
    }
}
