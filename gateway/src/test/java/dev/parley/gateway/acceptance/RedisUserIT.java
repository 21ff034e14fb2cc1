package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.RedisServer;
import dev.parley.testing.Waiting;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with everything on, as the Redis user of {@code docs/OPERATIONS.md}: Redis refuses none of their commands. */
class RedisUserIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern USER = Pattern.compile("(?m)^ACL SETUSER parley on >(\\S+) .*$");

    @TempDir
    Path folder;

    @Test
    void thatUserMayDoWhatParleyDoes() throws Exception {
        Matcher documented = USER.matcher(Files.readString(Path.of("../docs/OPERATIONS.md")));
        assertThat(documented.find()).isTrue();
        try (var redis = RedisServer.start();
                var mongo = TestMongo.start(folder, "acl")) {
            assertThat(redis.ask(documented.group())).isEqualTo("+OK");
            String address = "redis://parley:" + documented.group(1) + "@127.0.0.1:" + redis.port();
            List<String> options = options(address, mongo.address());
            try (var one = node(options, "one");
                    var two = node(options, "two")) {
                use(one, two);
                String found = ProgramRun.of(
                                Map.of(), "doctor", "--auth", "none", "--redis", address, "--mongo", mongo.address())
                        .output();
                assertThat(redis.askAll("ACL LOG")).isEqualTo("*0\r\n");
                assertThat(found).contains("evicts nothing", "2 nodes are running");
            }
            assertThat(redis.askAll("ACL LOG")).isEqualTo("*0\r\n");
        }
    }

    private List<String> options(String redis, String mongo) throws IOException {
        Path webhooks = Files.writeString(
                folder.resolve("webhooks.yaml"),
                "crm: { url: https://crm.example/, secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw] }");
        return List.of(
                "--redis",
                redis,
                "--mongo",
                mongo,
                "--auth",
                "none",
                "--recovery",
                "on",
                "--accept-emitter",
                "--webhooks",
                webhooks.toString());
    }

    private GatewayProcess node(List<String> options, String name) {
        return new GatewayProcess(options, folder.resolve(name + ".log"))
                .launch()
                .awaitReady();
    }

    private static void use(GatewayProcess one, GatewayProcess two) throws Exception {
        String chat = new JSONObject(post(one, "/api/chats", "{\"client\":\"anna\",\"provider\":\"boris\"}"))
                .getString("_id");
        Socket anna = joined(one, "anna", chat);
        Socket boris = joined(two, "boris", chat);
        CountDownLatch heard = new CountDownLatch(1);
        boris.on("new-message", message -> heard.countDown());
        SocketRequests.ask(anna, "typing-start", new JSONObject().put("chatId", chat));
        JSONObject sent = SocketRequests.ask(
                anna, "send-message", new JSONObject().put("chatId", chat).put("content", "soup?"));
        assertThat(heard.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        SocketRequests.ask(boris, "mark-messages-read", new JSONObject().put("chatId", chat));
        SocketRequests.ask(anna, "get-online-status", "boris");
        SocketRequests.ask(
                anna,
                "set-online-status",
                new JSONObject().put("userId", "anna").put("isOnline", false));
        post(one, "/api/notifications", "{\"userId\":\"boris\",\"type\":\"t\",\"title\":\"t\",\"body\":\"b\"}");
        String message = sent.getJSONObject("message").getString("_id");
        assertThat(new JSONObject(get(one, "/api/messages/" + message + "/trace"))
                        .getJSONArray("nodes")
                        .length())
                .isEqualTo(2);
        assertThat(get(two, "/api/cluster")).contains("nodes");
        anna.disconnect();
        post(one, "/api/users/boris/disconnect", "{}");
        Waiting.until("boris is disconnected", PATIENCE, () -> !boris.connected());
        boris.disconnect();
    }

    private static Socket joined(GatewayProcess node, String user, String chat) throws Exception {
        IO.Options options = IO.Options.builder().setForceNew(true).build();
        Socket socket = IO.socket(URI.create(node.socket()), options).connect();
        SocketRequests.ask(socket, "user-join", user);
        SocketRequests.ask(socket, "join-chat", chat);
        return socket;
    }

    private static String post(GatewayProcess node, String path, String json) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.http() + path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    private static String get(GatewayProcess node, String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(node.http() + path)).build(), BodyHandlers.ofString())
                .body();
    }
}
