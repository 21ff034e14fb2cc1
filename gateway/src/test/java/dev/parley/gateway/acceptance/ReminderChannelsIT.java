package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.parley.gateway.webhooks.Receiver;
import dev.parley.testing.FreePort;
import dev.parley.testing.Waiting;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
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
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes remind offline users through every channel, as each of them wants. One node is killed in between: each reminder goes out
 * once.
 */
class ReminderChannelsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private final Receiver webhooks = new Receiver();
    private final PushService pushes = new PushService();
    private final GreenMail mails = new GreenMail(new ServerSetup(FreePort.next(), "127.0.0.1", "smtp"));

    @BeforeEach
    void start() {
        mails.start();
    }

    @AfterEach
    void end() {
        mails.stop();
        pushes.close();
        webhooks.close();
    }

    @Test
    void eachChannelRemindsOnceAlsoWhenANodeIsKilledUnlessItIsNotWanted() throws Exception {
        try (Stage stage = Stage.ofTwoNodes(
                Stage.Auth.NONE,
                "--quiet-time",
                "1s",
                "--webhooks",
                webhooks().toString(),
                "--web-push",
                PushService.file(folder).toString(),
                "--settings",
                Files.writeString(folder.resolve("settings.yaml"), "mail: { from: chat@shop.example }")
                        .toString(),
                "--smtp",
                "smtp://127.0.0.1:" + mails.getSmtp().getPort())) {
            for (String user : List.of("boris", "clara", "off", "quiet")) {
                know(stage, user);
            }
            ask(stage, "PUT", "/api/users/off/preferences", "{\"channels\":{\"push\":false}}");
            ask(stage, "PUT", "/api/users/quiet/preferences", "{\"quietHours\":" + hoursAroundNow() + "}");
            for (String user : List.of("off", "quiet", "boris")) {
                send(stage, user);
            }
            Waiting.until("boris is reminded through all channels", PATIENCE, () -> isReminded("boris"));
            Waiting.until(
                    "the others were decided",
                    PATIENCE,
                    () -> isCounted(stage, "postponed", "preferences") && isCounted(stage, "finished", "unwanted"));

            send(stage, "clara");
            stage.node(0).kill();
            Waiting.until("clara is reminded through all channels", PATIENCE, () -> isReminded("clara"));

            for (String user : List.of("boris", "clara")) {
                assertThat(webhooksTo(user)).as("webhooks to " + user).isEqualTo(1);
                assertThat(mailsTo(user)).as("mails to " + user).isEqualTo(1);
                assertThat(pushes.pushes(user)).as("pushes to " + user).hasSize(1);
            }
            assertThat(pushes.users()).containsOnly("boris", "clara");
            assertThat(webhooksTo("quiet") + mailsTo("quiet")).isZero();
            JsonNode push = pushes.browser.read(pushes.pushes("boris").get(0));
            assertThat(push.path("type").asText()).isEqualTo("message.unread");
            assertThat(push.path("content").asText()).isEqualTo("Hello boris");
            assertThat(push.path("senderName").asText()).isEqualTo("Anna");
        }
    }

    private boolean isReminded(String user) {
        return webhooksTo(user) > 0 && mailsTo(user) > 0 && !pushes.pushes(user).isEmpty();
    }

    private long webhooksTo(String user) {
        return webhooks.all().stream()
                .filter(each -> each.data().path("userId").asText().equals(user))
                .map(Receiver.Received::id)
                .count();
    }

    private long mailsTo(String user) {
        return Arrays.stream(mails.getReceivedMessages())
                .filter(mail -> receiver(mail).equals(user + "@home.example"))
                .count();
    }

    private static String receiver(MimeMessage mail) {
        try {
            return mail.getRecipients(RecipientType.TO)[0].toString();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private Path webhooks() throws IOException {
        return Files.writeString(folder.resolve("webhooks.yaml"), """
                crm:
                  url: %s
                  secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]
                  events: [message.unread]
                  allow-http: true
                  allow-private: true
                """.formatted(webhooks.url()));
    }

    /** With an address and a browser. */
    private void know(Stage stage, String user) throws Exception {
        ask(stage, "PUT", "/api/users/" + user, "{\"displayName\":\"" + user + "\"}");
        ask(stage, "PUT", "/api/users/" + user + "/push-subscriptions/phone", pushes.subscription(user));
        String address = stage.mongo().address();
        try (MongoClient client = MongoClients.create(address)) {
            client.getDatabase(new ConnectionString(address).getDatabase())
                    .getCollection("users")
                    .updateOne(
                            new Document("_id", user),
                            new Document("$set", new Document("email", user + "@home.example")));
        }
    }

    private static String hoursAroundNow() {
        LocalTime now = LocalTime.now(ZoneOffset.UTC);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("HH:mm");
        return "{\"from\":\"%s\",\"to\":\"%s\",\"timeZone\":\"UTC\"}"
                .formatted(now.minusHours(2).format(format), now.plusHours(2).format(format));
    }

    /** By one of the nodes, for pushes. */
    private static boolean isCounted(Stage stage, String name, String label) {
        return Stream.of(stage.node(0), stage.node(1)).anyMatch(node -> HTTP.sendAsync(
                        HttpRequest.newBuilder(URI.create(node.ops() + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .join()
                .body()
                .lines()
                .anyMatch(line -> line.startsWith("parley_reminders_" + name)
                        && line.contains("channel=\"push\"")
                        && line.contains("\"" + label + "\"")
                        && !line.endsWith(" 0.0")));
    }

    private static void send(Stage stage, String to) throws Exception {
        ask(stage, "PUT", "/api/users/anna", "{\"displayName\":\"Anna\"}");
        String chat = new JSONObject(
                        ask(stage, "POST", "/api/chats", "{\"client\":\"anna\",\"provider\":\"" + to + "\"}"))
                .getString("_id");
        ask(
                stage,
                "POST",
                "/api/chats/" + chat + "/messages",
                "{\"sender\":\"anna\",\"content\":\"Hello " + to + "\"}");
    }

    private static String ask(Stage stage, String method, String path, String json) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(stage.node(0).http() + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return answer.body();
    }
}
