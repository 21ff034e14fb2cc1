package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TcpRelay;
import dev.parley.testing.Waiting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "Why did this user not see it": each cause made on purpose on two nodes, and asked of the node that did not cause it. */
class WhyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Within the burst of the rule {@code rate}; with more bytes than the buffers of both ends and the backlog take. */
    private static final int ROUNDS = 14;

    @TempDir
    static Path folder;

    private static RedisServer redis;
    private static TcpRelay relay;
    private static TestMongo mongo;
    private static GatewayProcess north;
    private static GatewayProcess south;

    @BeforeAll
    static void twoNodes() {
        redis = RedisServer.start();
        relay = TcpRelay.to(URI.create(redis.address()).getPort());
        mongo = TestMongo.start(folder, "parley_why");
        north = node("north", redis.address()).launch();
        south = node("south", "redis://127.0.0.1:" + relay.port()).launch();
        north.awaitReady();
        south.awaitReady();
    }

    @AfterAll
    static void stop() {
        south.close();
        north.close();
        relay.close();
        mongo.close();
        redis.close();
    }

    @Test
    void aSocketThatHadJoinedTheChatHasIt() throws Exception {
        String chat = openChat("ann", "ben");
        try (HandMadeClient ben = connected("ben")) {
            request(ben, "join-chat", chat);
            JsonNode trace = trace(send(chat, "ann", "c1"), "ben");

            assertThat(causeOf(trace)).isEqualTo("delivered");
            assertThat(trace.at("/verdicts/0/text").asText()).contains("node south");
            assertThat(trace.get("lines").toString())
                    .contains("node north published it", "accepted by every enforced rule");
        }
    }

    @Test
    void theIdThatTheClientChoseLeadsToTheMessageToo() throws Exception {
        String chat = openChat("ida", "jim");
        String id = send(chat, "ida", "chosen by the client");
        assertThat(trace("chosen by the client", "jim").at("/message/_id").asText())
                .isEqualTo(id);
    }

    @Test
    void aUserWhoIsOffline() throws Exception {
        assertThat(causeOf(trace(send(openChat("cat", "dan"), "cat", "c2"), "dan")))
                .isEqualTo("offline");
    }

    @Test
    void aUserWhoHadNotJoinedTheChatAndTheCommandThatTellsIt() throws Exception {
        String chat = openChat("eve", "fay");
        try (HandMadeClient fay = connected("fay")) {
            String id = send(chat, "eve", "c3");
            assertThat(causeOf(trace(id, "fay"))).isEqualTo("not_joined");

            ProgramRun why = ProgramRun.of(Map.of(), "why", id, "fay", "--url", north.http());
            assertThat(why.exitCode()).isZero();
            assertThat(why.output()).contains("fay: not_joined", "message-notification", "node south");
            request(fay, "join-chat", chat);
            assertThat(causeOf(trace(id, "fay")))
                    .as("a later join changes nothing")
                    .isEqualTo("not_joined");
        }
    }

    @Test
    void aMessageThatARuleRefused() throws Exception {
        String chat = openChat("gus", "hal");
        assertThat(call("PATCH", "/api/chats/" + chat, "{\"status\":\"closed\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(chat, "gus", "refused-1").statusCode()).isEqualTo(409);

        JsonNode trace = trace("refused-1", "hal");
        assertThat(causeOf(trace)).isEqualTo("refused");
        assertThat(trace.get("lines").toString()).contains("chat_closed", "Nothing was stored");
    }

    @Test
    void aConnectionThatWasLostAfterwards() throws Exception {
        String chat = openChat("kim", "lee");
        HandMadeClient lee = connected("lee");
        request(lee, "join-chat", chat);
        String id = send(chat, "kim", "c5");
        lee.close();

        waitForCause("connection_lost", id, "lee");
    }

    @Test
    void aNodeThatWasCutOffFromRedis() throws Exception {
        String chat = openChat("max", "ned");
        try (HandMadeClient ned = connected("ned")) {
            request(ned, "join-chat", chat);
            relay.cut();
            String id = send(chat, "max", "c6");
            relay.restore();

            waitForCause("node_cut", id, "ned");
            Waiting.until("ready again", PATIENCE, () -> south.health("/health/ready") == 200);
        }
    }

    @Test
    void aRuleInModeShadowThatWouldHaveRefusedIt() throws Exception {
        String chat = openChat("oda", "pip");
        for (int number = 1; number <= 3; number++) {
            send(chat, "oda", "unanswered " + number);
        }
        JsonNode trace = trace(send(chat, "oda", "unanswered 4"), "pip");

        assertThat(trace.get("lines").toString())
                .contains("accepted by every enforced rule", "rule unanswered in mode shadow would have refused it");
        assertThat(trace(send(openChat("oda", "quin"), "oda", "first"), "quin")
                        .get("lines")
                        .toString())
                .doesNotContain("shadow");
    }

    @Test
    void aSocketThatDidNotReadAndWhoseBacklogWasDropped() throws Exception {
        String chat = openChat("rob", "sue");
        try (HandMadeClient sue = connected("sue")) {
            request(sue, "join-chat", chat);
            request(sue, "join-notifications", "sue");
            sue.stopReading();
            String flood = "{\"userId\":\"sue\",\"notification\":{\"text\":\"%s\"}}".formatted("x".repeat(200_000));
            List<String> sent = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                sent.add(send(chat, "rob", "unread " + round));
                for (int number = 0; number < 8; number++) {
                    assertThat(call("POST", "/api/notifications/emit", flood).statusCode())
                            .isLessThan(300);
                }
            }
            Waiting.until("the backlog of a message was dropped", PATIENCE, () -> sent.stream()
                    .anyMatch(id -> causeOf(trace(id, "sue")).equals("backlog_dropped")));
        }
    }

    @Test
    void aMessageThatRedisDidNotTake() throws Exception {
        String chat = openChat("tom", "una");
        try (HandMadeClient una = connected(north, "una")) {
            request(una, "join-chat", chat);
            relay.cut();
            double before = lostPublishes(south);
            String id = send(south, chat, "tom", "c7");
            Waiting.until("the publish is lost", PATIENCE, () -> lostPublishes(south) > before);
            relay.restore();

            waitForCause("publish_lost", id, "una");
            Waiting.until("ready again", PATIENCE, () -> south.health("/health/ready") == 200);
        }
    }

    @Test
    void aMessageThatNobodyKnows() throws Exception {
        ProgramRun why = ProgramRun.of(Map.of(), "why", "000000000000000000000000", "--url", north.http());
        assertThat(why.exitCode()).isEqualTo(1);
        assertThat(why.output()).contains("MongoDB has no message");
    }

    private static GatewayProcess node(String name, String redis) {
        List<String> options = List.of(
                "--node-id",
                name,
                "--redis",
                redis,
                "--mongo",
                mongo.address(),
                "--auth",
                "none",
                "--drain-time",
                "0s");
        return new GatewayProcess(options, folder.resolve(name + ".log"));
    }

    private static HandMadeClient connected(String user) throws Exception {
        return connected(south, user);
    }

    private static HandMadeClient connected(GatewayProcess node, String user) throws Exception {
        HandMadeClient client = HandMadeClient.connect(URI.create(node.socket()).getPort());
        client.nextText();
        client.send("40");
        client.nextText();
        request(client, "user-join", user);
        return client;
    }

    private static void request(HandMadeClient client, String event, String argument) throws Exception {
        client.send("421[\"" + event + "\",\"" + argument + "\"]");
        String answer = client.nextText();
        while (!answer.startsWith("431")) {
            answer = client.nextText();
        }
        assertThat(answer).contains("\"ok\":true");
    }

    private static String openChat(String client, String provider) throws Exception {
        String body = "{\"client\":\"%s\",\"provider\":\"%s\"}".formatted(client, provider);
        return JSON.readTree(call("POST", "/api/chats", body).body()).get("_id").asText();
    }

    private static String send(String chat, String sender, String clientMessageId) throws Exception {
        return send(north, chat, sender, clientMessageId);
    }

    private static String send(GatewayProcess node, String chat, String sender, String clientMessageId)
            throws Exception {
        var response = post(node, chat, sender, clientMessageId);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return JSON.readTree(response.body()).at("/message/_id").asText();
    }

    private static HttpResponse<String> post(String chat, String sender, String clientMessageId) throws Exception {
        return post(north, chat, sender, clientMessageId);
    }

    private static HttpResponse<String> post(GatewayProcess node, String chat, String sender, String clientMessageId)
            throws Exception {
        String body = "{\"sender\":\"%s\",\"content\":\"hello\",\"clientMessageId\":\"%s\"}"
                .formatted(sender, clientMessageId);
        return call(node, "POST", "/api/chats/" + chat + "/messages", body);
    }

    private static double lostPublishes(GatewayProcess node) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(node.ops() + "/metrics")).build();
            return HTTP.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("parley_fanout_publish_lost_total"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static JsonNode trace(String message, String user) {
        try {
            String path = "/api/messages/" + message.replace(" ", "%20") + "/trace?userId=" + user;
            var response = call("GET", path, "");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return JSON.readTree(response.body());
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static void waitForCause(String cause, String message, String user) {
        try {
            Waiting.until(cause, PATIENCE, () -> causeOf(trace(message, user)).equals(cause));
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + ": " + trace(message, user), late);
        }
    }

    private static String causeOf(JsonNode trace) {
        return trace.at("/verdicts/0/cause").asText();
    }

    private static HttpResponse<String> call(String method, String path, String body) throws Exception {
        return call(north, method, path, body);
    }

    private static HttpResponse<String> call(GatewayProcess node, String method, String path, String body)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.http() + path))
                .header("content-type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }
}
