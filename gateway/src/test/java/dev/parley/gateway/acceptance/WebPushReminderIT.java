package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.parley.gateway.webpush.Browser;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway reminds offline users through a push service, as each of them wants. */
class WebPushReminderIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private final Browser browser = new Browser();
    /** By path, which is the name of the user. */
    private final Map<String, Queue<byte[]>> pushes = new ConcurrentHashMap<>();

    private GatewayProcess gateway;

    @Test
    void anOfflineUserIsPushedWhatIsUnreadUnlessItIsNotWanted() throws Exception {
        HttpServer service = pushService();
        try (GatewayProcess started = new GatewayProcess(
                        List.of(
                                "--web-push",
                                file().toString(),
                                "--quiet-time",
                                "2s",
                                "--auth",
                                "none",
                                "--data-dir",
                                folder.resolve("data").toString()),
                        folder.resolve("gateway.log"))
                .launch()
                .awaitReady()) {
            gateway = started;
            for (String user : List.of("off", "quiet", "boris")) {
                subscribe(user, service);
            }
            ask("PUT", "/api/users/off/preferences", "{\"channels\":{\"push\":false}}");
            ask("PUT", "/api/users/quiet/preferences", "{\"quietHours\":" + hoursAroundNow() + "}");
            for (String user : List.of("off", "quiet", "boris")) {
                send("Hello " + user, user);
            }

            Waiting.until("boris is reminded", PATIENCE, () -> pushes.containsKey("/boris"));
            JsonNode push = browser.read(pushes.get("/boris").peek());
            assertThat(push.path("type").asText()).isEqualTo("message.unread");
            assertThat(push.path("content").asText()).isEqualTo("Hello boris");
            assertThat(push.path("senderName").asText()).isEqualTo("Anna");
            Waiting.until(
                    "the others were decided",
                    PATIENCE,
                    () -> counted("postponed", "reason=\"preferences\"")
                            && counted("finished", "outcome=\"unwanted\""));
            assertThat(pushes).containsOnlyKeys("/boris");
            assertThat(pushes.get("/boris")).hasSize(1);
        } finally {
            service.stop(0);
        }
    }

    private HttpServer pushService() throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            pushes.computeIfAbsent(exchange.getRequestURI().getPath(), first -> new ConcurrentLinkedQueue<>())
                    .add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        service.start();
        return service;
    }

    private Path file() throws IOException {
        return Files.writeString(folder.resolve("web-push.yaml"), """
                subject: mailto:chat@shop.example
                public-key: BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8
                private-key: yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw
                hosts: [127.0.0.1]
                allow-http: true
                allow-private: true
                """);
    }

    private void subscribe(String user, HttpServer service) throws Exception {
        JSONObject keys = new JSONObject().put("p256dh", browser.p256dh()).put("auth", browser.auth());
        ask(
                "PUT",
                "/api/users/" + user + "/push-subscriptions/phone",
                new JSONObject()
                        .put(
                                "endpoint",
                                "http://127.0.0.1:" + service.getAddress().getPort() + "/" + user)
                        .put("keys", keys)
                        .toString());
    }

    private void send(String content, String to) throws Exception {
        ask("PUT", "/api/users/anna", "{\"displayName\":\"Anna\"}");
        String chat = new JSONObject(ask("POST", "/api/chats", "{\"client\":\"anna\",\"provider\":\"" + to + "\"}"))
                .getString("_id");
        ask("POST", "/api/chats/" + chat + "/messages", "{\"sender\":\"anna\",\"content\":\"" + content + "\"}");
    }

    private static String hoursAroundNow() {
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("HH:mm");
        return "{\"from\":\"%s\",\"to\":\"%s\",\"timeZone\":\"UTC\"}"
                .formatted(now.minusHours(2).format(format), now.plusHours(2).format(format));
    }

    private boolean counted(String name, String label) {
        HttpRequest scrape =
                HttpRequest.newBuilder(URI.create(gateway.ops() + "/metrics")).build();
        return HTTP.sendAsync(scrape, BodyHandlers.ofString())
                .join()
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("parley_reminders_" + name)
                        && line.contains("channel=\"push\"")
                        && line.contains(label)
                        && !line.endsWith(" 0.0"));
    }

    private String ask(String method, String path, String json) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(gateway.http() + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return answer.body();
    }
}
