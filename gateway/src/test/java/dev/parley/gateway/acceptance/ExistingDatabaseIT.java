package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testing.FreePort;
import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An Express and Mongoose application and Parley on one database, before, during and after its migration. */
class ExistingDatabaseIT {
    private static final Path PROGRAMS = NodeJs.SCENARIOS.resolve("shop");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SETTINGS = """
            aliases:
              messages:      { chat: chatId, read: isRead }
              chats:         { participants: [client, provider] }
              notifications: { user: userId, message: body, read: isRead }
            """;

    @TempDir
    Path folder;

    private String shop;
    private String parley;
    private String ann;
    private String ben;

    @Test
    void bothReadWhatTheOtherWritesBeforeDuringAndAfter() throws Exception {
        NodeJs.assumeReady();
        Assumptions.assumeTrue(NodeJs.hasPackages(PROGRAMS), "express and mongoose cannot be installed (npm ci)");
        Path settings = Files.writeString(folder.resolve("settings.yaml"), SETTINGS);
        try (var redis = RedisServer.start();
                var mongo = TestMongo.start(folder, "shop")) {
            List<String> options = List.of(
                    "--redis",
                    redis.address(),
                    "--mongo",
                    mongo.address(),
                    "--auth",
                    "none",
                    "--settings",
                    "" + settings);
            try (var gateway = new GatewayProcess(options, folder.resolve("gateway.log"))
                    .launch()
                    .awaitReady()) {
                parley = gateway.http();
                Child application = startShop(mongo.address());
                try {
                    play(mongo.address());
                } finally {
                    application.kill();
                }
            }
        }
    }

    private void play(String mongo) throws Exception {
        ann = id(post(shop + "/users", Map.of("name", "Ann")));
        ben = id(post(shop + "/users", Map.of("name", "Ben")));
        String chat = id(post(shop + "/chats", Map.of("participants", List.of(ann, ben))));
        shopSays(chat, ann, "one");
        shopSays(chat, ben, "two");

        assertThat(get(parley + "/api/chats/" + chat).statusCode()).isEqualTo(404);
        ProgramRun check = ProgramRun.of(Map.of(), "check-database", "--mongo", mongo);
        assertThat(check.exitCode()).as(check.output()).isEqualTo(1);
        assertThat(check.output()).containsPattern("messages +seq +2 ").containsPattern("chats +client, provider +1 ");
        ProgramRun dry = migrate(mongo, "--dry-run");
        assertThat(dry.output()).contains("1 chats would get", "2 messages their seq");
        assertThat(get(parley + "/api/chats/" + chat).statusCode()).isEqualTo(404);

        Child follower = Child.start(
                GatewayProcess.command(
                        List.of("migrate-database", "--mongo", mongo, "--first-participant", "client", "--follow")),
                Map.of(),
                folder.resolve("migration.log"));
        try {
            Waiting.until(
                    "the chat is migrated", PATIENCE, () -> historyOf(chat).equals(List.of("one", "two")));
            parleySays(chat, ann, "three");
            String four = shopSays(chat, ben, "four");
            Waiting.until("the application's message has a number", PATIENCE, () -> historyOf(chat)
                    .contains("four"));
            edit(four, "four!");
        } finally {
            follower.kill();
        }

        assertThat(ProgramRun.of(Map.of(), "check-database", "--mongo", mongo).exitCode())
                .isZero();
        JsonNode five = parleySays(chat, ben, "five");
        assertThat(texts(chat)).containsExactly("one", "two", "three", "four!", "five");
        assertThat(historyOf(chat)).containsExactly("one", "two", "three", "four!", "five");
        JsonNode edited = edit(five.at("/message/_id").asText(), "five!");
        assertThat(edited.get("content").asText()).as(edited.toString()).isEqualTo("five!");
        JsonNode shown = JSON.readTree(get(shop + "/chats/" + chat).body());
        assertThat(shown.at("/lastMessage/content").asText())
                .as(shown.toString())
                .isEqualTo("five!");
        assertThat(JSON.readTree(get(parley + "/api/chats?userId=" + ann).body())
                        .at("/chats/0/lastSeq")
                        .asInt())
                .isEqualTo(5);

        post(shop + "/notifications", Map.of("user", ann, "message", "Tuesday, 10:00"));
        JsonNode notified = JSON.readTree(get(shop + "/notifications/" + ann).body());
        assertThat(notified.at("/0/message").asText()).as(notified.toString()).isEqualTo("Tuesday, 10:00");
    }

    private Child startShop(String mongo) {
        int port = FreePort.next();
        shop = "http://127.0.0.1:" + port;
        Child application = Child.start(
                List.of(
                        Programs.onPath("node").orElseThrow().toString(),
                        PROGRAMS.resolve("shop.mjs").toString(),
                        "" + port,
                        mongo),
                Map.of("PARLEY_REST", parley),
                folder.resolve("shop.log"));
        Waiting.until("the application", PATIENCE, () -> Listening.on(port));
        return application;
    }

    private static ProgramRun migrate(String mongo, String option) throws Exception {
        return ProgramRun.of(Map.of(), "migrate-database", "--mongo", mongo, "--first-participant", "client", option);
    }

    private String shopSays(String chat, String sender, String content) throws Exception {
        return id(post(shop + "/chats/" + chat + "/messages", Map.of("sender", sender, "content", content)));
    }

    private JsonNode parleySays(String chat, String sender, String content) throws Exception {
        return post(parley + "/api/chats/" + chat + "/messages", Map.of("sender", sender, "content", content));
    }

    private JsonNode edit(String message, String content) throws Exception {
        return send("PUT", shop + "/messages/" + message, Map.of("content", content));
    }

    /** As the application sees the chat. */
    private List<String> texts(String chat) throws Exception {
        return contents(JSON.readTree(get(shop + "/chats/" + chat + "/messages").body()));
    }

    /** As Parley shows the chat. */
    private List<String> historyOf(String chat) {
        try {
            return contents(JSON.readTree(
                            get(parley + "/api/chats/" + chat + "/messages").body())
                    .path("messages"));
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static List<String> contents(JsonNode messages) {
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message -> message.path("content").asText())
                .toList();
    }

    private static String id(JsonNode document) {
        assertThat(document.has("_id")).as(document.toString()).isTrue();
        return document.get("_id").asText();
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static JsonNode post(String url, Object body) throws IOException, InterruptedException {
        return send("POST", url, body);
    }

    private static JsonNode send(String method, String url, Object body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
    }
}
