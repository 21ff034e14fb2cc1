package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The quick start: a gateway with its own Redis and MongoDB inside. */
class EmbeddedGatewayIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int MESSAGES = 20;
    private static final List<String> PROCESS_OF_TWO_NODES = List.of(
            "seed-example.test.mjs",
            "local-nodes.test.mjs",
            NodeJs.CLIENT.resolve("test/demo-nodes.test.mjs").toString());

    @TempDir
    Path folder;

    @Test
    void whatWasAcknowledgedIsThereAfterKillMinusNineAndNoStoreIsLeftBehind() throws Exception {
        try (var gateway = embedded().launch().awaitReady()) {
            var chat = post(gateway, "/api/chats", "{\"client\":\"ann\",\"provider\":\"ben\"}")
                    .get("_id")
                    .asText();
            List<String> acknowledged = new ArrayList<>();
            for (var number = 0; number < MESSAGES; number++) {
                var body = "{\"sender\":\"ann\",\"content\":\"message " + number + "\"}";
                acknowledged.add(post(gateway, "/api/chats/" + chat + "/messages", body)
                        .at("/message/_id")
                        .asText());
            }
            var children = gateway.descendants();
            gateway.kill();

            assertThat(children).as("the redis-server of the quick start").isNotEmpty();
            Waiting.until("no orphans", Duration.ofSeconds(15), () -> children.stream()
                    .noneMatch(ProcessHandle::isAlive));
            gateway.launch().awaitReady();

            var history = get(gateway, "/api/chats/" + chat + "/messages?after=0&limit=100")
                    .get("messages");
            assertThat(history)
                    .extracting(message -> message.get("_id").asText())
                    .isEqualTo(acknowledged);
        }
    }

    @Test
    void anOrderlyEndIsQuickAndLeavesNothingBehind() {
        try (var gateway = embedded().launch().awaitReady()) {
            var children = gateway.descendants();
            gateway.terminate();

            assertThat(gateway.isAlive()).isFalse();
            Waiting.until("no orphans", Duration.ofSeconds(15), () -> children.stream()
                    .noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void theLogOfAFirstStartHasNoStackTrace() {
        try (var gateway = embedded().launch().awaitReady()) {
            assertThat(gateway.output()).doesNotContain("\tat ").doesNotContain("Exception");
        }
    }

    @Test
    void theLoadThatANodePutsOnItselfIsCountedAsNoMessage() throws Exception {
        try (var gateway = embedded().launch().awaitReady()) {
            var metrics = HTTP.send(
                            HttpRequest.newBuilder(URI.create(gateway.ops() + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body()
                    .lines()
                    .toList();

            assertThat(metrics)
                    .filteredOn(line -> line.startsWith("parley_rule_decisions_total"))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(value(line)).isZero());
            assertThat(metrics).noneMatch(line -> line.startsWith("parley_events_seconds_count"));
        }
    }

    private static double value(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    @TestFactory
    Stream<DynamicTest> twoNodesRunInOneProcess() throws Exception {
        var ports = List.of(FreePort.firstOf(2), FreePort.firstOf(2), FreePort.firstOf(2));
        var options = List.of("--nodes", "2", "--data-dir", folder.toString(), "--drain-time", "1s");
        var log = folder.resolve("cluster.log");
        try (var first = new GatewayProcess(options, log, ports.get(0), ports.get(1), ports.get(2))) {
            var second = new GatewayProcess(List.of(), log, ports.get(0) + 1, ports.get(1) + 1, ports.get(2) + 1);
            first.launch().awaitReady();
            Waiting.until("the second node", Duration.ofSeconds(30), () -> second.health("/health/ready") == 200);
            var stage =
                    Stage.description(Stage.Auth.NONE, List.of(first, second)).toString();
            List<DynamicTest> tests = new ArrayList<>();
            for (var file : PROCESS_OF_TWO_NODES) {
                ScenarioFile.play(file, stage, first::output).forEach(tests::add);
            }
            return tests.stream();
        }
    }

    private GatewayProcess embedded() {
        return new GatewayProcess(
                List.of("--data-dir", folder.resolve("data").toString(), "--drain-time", "1s"),
                folder.resolve("gateway.log"));
    }

    private static JsonNode post(GatewayProcess gateway, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(gateway.http() + path))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static JsonNode get(GatewayProcess gateway, String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(gateway.http() + path)));
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = HTTP.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }
}
