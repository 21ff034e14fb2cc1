package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.parley.gateway.auth.TestTokens;
import dev.parley.gateway.wire.ClientEvent;
import dev.parley.gateway.wire.WireEvents;
import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway at the most verbose log level, and users who send every event, valid and
 * invalid, with stores available and unavailable: its output has no message content, token or secret of the operator.
 */
class LogSecrecyIT {
    private static final String CONTENT = "MeetMeBehindTheGasworks";
    private static final String SECRET = "the-key-that-signs-every-token-0123456789";
    private static final String REDIS_PASSWORD = "redis-password-of-the-operator";
    private static final String MONGO_PASSWORD = "mongo-password-of-the-operator";
    private static final Map<String, String> VERBOSE = Map.of("PARLEY_LOG", "json", "PARLEY_LOG_LEVEL", "trace");
    /** A JVM of 24 and later warns once when msgpack uses sun.misc.Unsafe; no option that 17 knows, too, ends that. */
    private static final String OF_THE_JVM = "WARNING: ";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static final List<String> TOKENS = new ArrayList<>();
    private static final List<JsonNode> LINES = new ArrayList<>();
    private static String output;
    private static String chat;

    @BeforeAll
    static void talkAboutEverything() throws Exception {
        assumeTrue(Programs.onPath("redis-server").isPresent(), "redis-server is missing");
        output = outputOfABusyGateway() + outputOfAGatewayWithoutStores();
        for (String line : output.lines().toList()) {
            if (!line.startsWith(OF_THE_JVM)) {
                LINES.add(JSON.readTree(line));
            }
        }
    }

    @Test
    void nobodyReadsThereWhatWasSaid() {
        assertThat(output).doesNotContainIgnoringCase(CONTENT);
    }

    @Test
    void nobodyReadsThereATokenOrASecret() {
        assertThat(output).doesNotContain(SECRET, REDIS_PASSWORD, MONGO_PASSWORD);
        // The payload alone is telling, and so is a signature without the rest.
        TOKENS.forEach(token -> assertThat(output).doesNotContain(token.split("\\.")));
    }

    @Test
    void aLineAboutAnEventSaysWhoseItWasWhereAndHowItEnded() {
        assertThat(fieldsOf("send-message")).anySatisfy(fields -> assertThat(fields)
                .containsEntry("user", "ann")
                .containsEntry("chat", chat)
                .containsEntry("node", "node-of-the-log-test")
                .containsEntry("outcome", "ok")
                .containsKeys("request", "ms"));
    }

    @Test
    void aLineAboutARestRequestHasTheNameThatItsCallerGaveIt() {
        assertThat(fields()).anySatisfy(fields -> assertThat(fields)
                .containsEntry("request", "order-4711")
                .containsEntry("route", "/api/chats/{id}/messages")
                .containsEntry("chat", chat)
                .containsEntry("status", "201"));
    }

    @Test
    void everyEventLeavesALine() {
        WireEvents.CLIENT_EVENTS.forEach(request ->
                assertThat(fieldsOf(request.name())).as(request.name()).isNotEmpty());
    }

    private static List<Map<String, String>> fieldsOf(String event) {
        return fields().stream()
                .filter(fields -> event.equals(fields.get("event")))
                .toList();
    }

    private static List<Map<String, String>> fields() {
        return LINES.stream().map(LogSecrecyIT::fields).toList();
    }

    private static Map<String, String> fields(JsonNode line) {
        Map<String, String> fields = new java.util.HashMap<>();
        line.path("kvpList").forEach(pair -> pair.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText())));
        return fields;
    }

    private static String outputOfABusyGateway() throws Exception {
        int port = FreePort.next();
        Child redis = redis(port);
        Path log = folder.resolve("busy.log");
        try (var mongo = TestMongo.start(folder, "parley_logs");
                var gateway = gateway("redis://:" + REDIS_PASSWORD + "@127.0.0.1:" + port, mongo.address(), log)) {
            gateway.launch(VERBOSE).awaitReady();
            new Conversation(gateway).play();
            publishGarbage(port);
            if (mongo.relay().isPresent()) {
                mongo.relay().get().cut();
                new Conversation(gateway).sendInVain();
                mongo.relay().get().restore();
            }
            redis.kill();
            Waiting.until("Redis is missed", PATIENCE, () -> gateway.output().contains("is lost"));
            gateway.terminate();
        } finally {
            redis.kill();
        }
        return Files.readString(log);
    }

    private static Child redis(int port) {
        Child redis = Child.start(
                List.of(
                        Programs.onPath("redis-server").orElseThrow().toString(),
                        "--port",
                        "" + port,
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--requirepass",
                        REDIS_PASSWORD),
                Map.of(),
                folder.resolve("redis.log"));
        Waiting.until("Redis listens", PATIENCE, () -> Listening.on(port));
        return redis;
    }

    private static String outputOfAGatewayWithoutStores() throws Exception {
        Path log = folder.resolve("lonely.log");
        String redis = "redis://:" + REDIS_PASSWORD + "@127.0.0.1:" + FreePort.next();
        String mongo = "mongodb://parley:" + MONGO_PASSWORD + "@127.0.0.1:" + FreePort.next() + "/parley";
        try (var gateway = gateway(redis, mongo, log)) {
            gateway.launch(VERBOSE);
            Waiting.until(
                    "says what it misses",
                    PATIENCE,
                    () -> gateway.output().contains("MongoDB")
                            && gateway.output().contains("Redis"));
            gateway.terminate();
        }
        return Files.readString(log);
    }

    private static GatewayProcess gateway(String redis, String mongo, Path log) {
        return new GatewayProcess(
                List.of(
                        "--redis",
                        redis,
                        "--mongo",
                        mongo,
                        "--jwt-secret",
                        SECRET,
                        "--node-id",
                        "node-of-the-log-test",
                        "--drain-time",
                        "200ms",
                        "--accept-emitter"),
                log);
    }

    /** Messages that no peer of the cluster would publish, on each channel. */
    private static void publishGarbage(int port) throws IOException {
        try (var redis = new java.net.Socket("127.0.0.1", port)) {
            var commands = String.join(
                    "",
                    command("AUTH", REDIS_PASSWORD),
                    command("SPUBLISH", "socket.io#/#", "{" + CONTENT),
                    command("SPUBLISH", "socket.io#/#" + chat + "#", "{\"data\":" + CONTENT),
                    command("SPUBLISH", "socket.io#/#", CONTENT),
                    command("PUBLISH", "socket.io#/#", CONTENT),
                    command("PUBLISH", "socket.io-request#/#", CONTENT));
            redis.getOutputStream().write(commands.getBytes(StandardCharsets.UTF_8));
            redis.shutdownOutput();
            redis.getInputStream().readAllBytes();
        }
    }

    private static String command(String... words) {
        var text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append("$" + word.length() + "\r\n" + word + "\r\n");
        }
        return text.toString();
    }

    @AfterAll
    static void forget() {
        TOKENS.clear();
        LINES.clear();
    }

    /** Ann and Ben, and attackers. */
    private static final class Conversation {
        private final GatewayProcess gateway;
        private final String service =
                token("back-office", "service", Instant.now().plusSeconds(600));
        private final String anns = token("ann", "client", Instant.now().plusSeconds(600));

        Conversation(GatewayProcess gateway) {
            this.gateway = gateway;
        }

        void play() throws Exception {
            rest();
            Socket ann = socket(anns);
            speakWell(ann);
            speakBadly(ann);
            ann.disconnect();
            socket(token("ann", "client", Instant.now().minusSeconds(600))).disconnect();
            socket(anns + "x").disconnect();
            socket(CONTENT).disconnect();
            packets();
        }

        void sendInVain() throws Exception {
            Socket ann = socket(anns);
            ask(ann, "send-message", new JSONObject().put("chatId", chat).put("content", CONTENT));
            ann.disconnect();
        }

        private void rest() throws Exception {
            JSONObject people = new JSONObject().put("client", "ann").put("provider", "ben");
            chat = new JSONObject(post("/api/chats", people.toString())).getString("_id");
            String said = new JSONObject()
                    .put("sender", "ann")
                    .put("content", CONTENT)
                    .toString();
            post("/api/chats/" + chat + "/messages", said);
            post("/api/chats/" + chat + "/messages", "{" + CONTENT);
            post("/api/chats/" + CONTENT + "/messages", said);
            post("/api/rules/explain", new JSONObject(said).put("chatId", chat).toString());
            JSONObject news = new JSONObject()
                    .put("type", "news")
                    .put("title", CONTENT)
                    .put("body", CONTENT)
                    .put("data", new JSONObject().put("secret", CONTENT));
            post(
                    "/api/notifications",
                    new JSONObject(news.toString()).put("userId", "ann").toString());
            post(
                    "/api/notifications/emit",
                    new JSONObject()
                            .put("userId", "ann")
                            .put("notification", news)
                            .toString());
            send("GET", "/api/chats?userId=ann&cursor=" + CONTENT, "", service);
            send("GET", "/api/chats", "", CONTENT);
            send("GET", "/api/chats", "", anns + CONTENT);
            send("BREW", "/" + CONTENT, "", service);
        }

        private void speakWell(Socket ann) throws Exception {
            ask(ann, "user-join", "ann");
            ask(ann, "join-notifications", "ann");
            ask(ann, "join-chat", chat);
            ask(ann, "send-message", new JSONObject().put("chatId", chat).put("content", CONTENT));
            ask(ann, "typing-start", new JSONObject().put("roomId", chat));
            ask(
                    ann,
                    "refresh-token",
                    new JSONObject()
                            .put("token", token("ann", "client", Instant.now().plusSeconds(900))));
        }

        private static void speakBadly(Socket ann) throws Exception {
            for (ClientEvent<?, ?> request : WireEvents.CLIENT_EVENTS) {
                ask(ann, request.name(), CONTENT);
                ask(ann, request.name(), new JSONArray().put(CONTENT));
                ask(
                        ann,
                        request.name(),
                        new JSONObject()
                                .put("chatId", CONTENT)
                                .put("content", CONTENT)
                                .put("token", CONTENT)
                                .put("notificationId", CONTENT)
                                .put("userId", CONTENT));
            }
            ann.emit("an-event-that-is-none", CONTENT);
        }

        /** Packets that no client library would send. */
        private void packets() throws Exception {
            int port = URI.create(gateway.socket()).getPort();
            for (String packet :
                    List.of("9" + CONTENT, "42[" + CONTENT, "40{\"token\":\"" + anns + "\"", "43" + CONTENT)) {
                try (var client = HandMadeClient.connect(port)) {
                    client.nextText();
                    client.send(packet);
                    client.awaitClose();
                }
            }
        }

        private Socket socket(String token) throws Exception {
            var options = IO.Options.builder()
                    .setForceNew(true)
                    .setReconnection(false)
                    .setTransports(new String[] {"websocket"})
                    .setAuth(Map.of("token", token))
                    .build();
            var socket = IO.socket(URI.create(gateway.socket()), options);
            var decided = new CompletableFuture<Void>();
            socket.once(Socket.EVENT_CONNECT, welcome -> decided.complete(null));
            socket.once(Socket.EVENT_CONNECT_ERROR, refusal -> decided.complete(null));
            socket.connect();
            decided.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return socket;
        }

        private static void ask(Socket socket, String event, Object payload) throws Exception {
            var answered = new CompletableFuture<Object>();
            socket.emit(event, new Object[] {payload}, (Ack) answer -> answered.complete(answer[0]));
            answered.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        private String post(String path, String json) throws Exception {
            return send("POST", path, json, service);
        }

        private String send(String method, String path, String json, String bearer) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(gateway.http() + path))
                    .header("Content-Type", "application/json")
                    .header("Authorization", "Bearer " + bearer)
                    .header("X-Request-Id", "order-4711")
                    .method(method, BodyPublishers.ofString(json))
                    .build();
            return HTTP.send(request, BodyHandlers.ofString()).body();
        }

        private static String token(String user, String role, Instant expires) {
            var claims = new JWTClaimsSet.Builder()
                    .subject(user)
                    .claim("role", role)
                    .expirationTime(Date.from(expires))
                    .build();
            String token = TestTokens.signed(claims, SECRET);
            // The header is the same for everybody, and says nothing.
            TOKENS.add(token.substring(token.indexOf('.') + 1));
            return token;
        }
    }
}
