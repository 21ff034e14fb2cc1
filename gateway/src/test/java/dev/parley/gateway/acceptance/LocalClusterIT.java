package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.parley.gateway.auth.TestTokens;
import dev.parley.testing.FreePort;
import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes of one process, with tokens: what clients can do and what operators are told while Redis answers and refuses writes. No
 * page can kill the nodes.
 */
@Timeout(180)
class LocalClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "a-secret-of-two-nodes-in-one-process";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static RedisServer redis;
    private static TestMongo mongo;
    private static GatewayProcess one;
    private static GatewayProcess two;

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        mongo = TestMongo.start(folder, "refused");
        List<String> options = List.of(
                "--nodes",
                "2",
                "--redis",
                redis.address(),
                "--mongo",
                mongo.address(),
                "--jwt-secret",
                SECRET,
                "--demo");
        List<Integer> ports = List.of(FreePort.firstOf(2), FreePort.firstOf(2), FreePort.firstOf(2));
        Path log = folder.resolve("nodes.log");
        one = new GatewayProcess(options, log, ports.get(0), ports.get(1), ports.get(2));
        two = new GatewayProcess(List.of(), log, ports.get(0) + 1, ports.get(1) + 1, ports.get(2) + 1);
        one.launch().awaitReady();
        Waiting.until("the second node is ready", PATIENCE, () -> two.health("/health/ready") == 200);
    }

    @AfterAll
    static void stop() {
        one.close();
        mongo.close();
        redis.close();
    }

    @AfterEach
    void takeWritesAgain() {
        redis.ask("CONFIG SET maxmemory 0");
        redis.ask("REPLICAOF NO ONE");
    }

    @Test
    void noPageCanKillANode() throws Exception {
        for (String path : List.of("/demo/nodes/1/kill", "/demo/nodes/2/kill", "/demo/nodes/2/start")) {
            assertThat(post(one, path, "").statusCode()).as(path).isEqualTo(404);
        }
        assertThat(get(one.http() + "/demo/nodes").statusCode()).isEqualTo(404);
        assertThat(get(one.http() + "/demo/node.json").body()).contains("\"canKill\":false");
        assertThat(two.health("/health/live")).isEqualTo(200);
    }

    @Test
    void aFullRedisKeepsNoNodeFromServing() throws Exception {
        nodesServeWhile("CONFIG SET maxmemory 1", "OOM", "CONFIG SET maxmemory 0");
        Waiting.until("nothing is refused", PATIENCE, () -> !ready(one).body().contains("OOM"));
    }

    @Test
    void aRedisThatBecameAReplicaKeepsNoNodeFromServing() throws Exception {
        nodesServeWhile("REPLICAOF 127.0.0.1 1", "READONLY", "REPLICAOF NO ONE");
    }

    private void nodesServeWhile(String refuse, String error, String takeAgain) throws Exception {
        String anna = "anna-" + error;
        String boris = "boris-" + error;
        String chat = new JSONObject(
                        post(one, "/api/chats", "{\"client\":\"" + anna + "\",\"provider\":\"" + boris + "\"}")
                                .body())
                .getString("_id");
        Socket annas = joined(one, anna, chat);

        assertThat(redis.ask(refuse)).isEqualTo("+OK");
        for (GatewayProcess node : List.of(one, two)) {
            Waiting.until(
                    "the refusal is told", PATIENCE, () -> ready(node).body().contains("refused: " + error));
            assertThat(ready(node).statusCode()).isEqualTo(200);
            assertThat(refusals(node, error)).isPositive();
        }

        Socket borises = joined(two, boris, chat);
        Set<String> heard = ConcurrentHashMap.newKeySet();
        borises.on("new-message", message -> heard.add(((JSONObject) message[0]).optString("content")));
        assertThat(SocketRequests.ask(annas, "send-message", message(chat, "soup?"))
                        .getBoolean("ok"))
                .isTrue();
        Waiting.until("the message arrives on the other node", PATIENCE, () -> heard.contains("soup?"));
        assertThat(isOnline(two, anna)).isTrue();

        assertThat(redis.ask(takeAgain)).isEqualTo("+OK");
        Waiting.until("who came meanwhile is online", PATIENCE, () -> isOnline(one, boris));
        annas.disconnect();
        borises.disconnect();
    }

    private static double refusals(GatewayProcess node, String error) {
        String name = "parley_redis_refusals_total{error=\"" + error.toLowerCase(Locale.ROOT) + "\"}";
        return get(node.ops() + "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static boolean isOnline(GatewayProcess node, String user) {
        return get(node.http() + "/api/presence/" + user).body().contains("\"isOnline\":true");
    }

    private static HttpResponse<String> ready(GatewayProcess node) {
        return get(node.ops() + "/health/ready");
    }

    private static JSONObject message(String chat, String content) throws Exception {
        return new JSONObject().put("chatId", chat).put("content", content);
    }

    private static Socket joined(GatewayProcess node, String user, String chat) throws Exception {
        Socket socket = IO.socket(
                        URI.create(node.socket()),
                        IO.Options.builder()
                                .setForceNew(true)
                                .setAuth(Map.of("token", token(user, "client")))
                                .build())
                .connect();
        assertThat(SocketRequests.ask(socket, "user-join", user).getBoolean("ok"))
                .isTrue();
        assertThat(SocketRequests.ask(socket, "join-chat", chat).getBoolean("ok"))
                .isTrue();
        return socket;
    }

    private static String token(String user, String role) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(user)
                .claim("role", role)
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                .build();
        return TestTokens.signed(claims, SECRET);
    }

    private static HttpResponse<String> post(GatewayProcess node, String path, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.http() + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token("back-end", "service"))
                .POST(BodyPublishers.ofString(json))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String address) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .header("Authorization", "Bearer " + token("back-end", "service"))
                    .build();
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
