package dev.parley.gateway.http;

import static dev.parley.gateway.http.ApiFixture.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.Notification;
import dev.parley.client.ParleyClient;
import dev.parley.client.ParleyException;
import dev.parley.presence.PresenceState;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The Java client for back ends, on the API. */
class JavaClientTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant LATER = Instant.parse("2031-01-01T00:00:00Z");

    private final ApiFixture api = ApiFixture.withTokens();
    private final ParleyClient parley = client("service");

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aNotificationIsStoredAndTold() {
        Map<String, Object> data = Map.of("job", 7, "note", "\"quoted\"\n");
        parley.sendNotification(
                "anna",
                new Notification("booking", "Booked", "on Monday")
                        .withData(data)
                        .expiringAt(LATER));

        assertThat(api.notified.told()).containsExactly("posted Booked to anna");
        var stored = api.call("GET", "/api/notifications?userId=anna")
                .as("backend", "service")
                .send()
                .json()
                .at("/notifications/0");
        assertThat(stored.at("/data/note").asText()).isEqualTo("\"quoted\"\n");
        assertThat(stored.at("/data/job").asInt()).isEqualTo(7);
        assertThat(stored.get("expiresAt").asText()).isEqualTo("2031-01-01T00:00:00.000Z");
    }

    @Test
    void aNotificationThatIsSentAgainIsStoredOnce() {
        Notification booking = new Notification("booking", "Booked", "").withClientNotificationId("booking-7");
        parley.sendNotification("anna", booking);
        parley.sendNotification("anna", booking);

        assertThat(api.call("GET", "/api/notifications?userId=anna")
                        .as("backend", "service")
                        .send()
                        .json()
                        .get("notifications"))
                .hasSize(1);
    }

    @Test
    void manyReceiversGetOneEach() {
        parley.sendNotification(List.of("anna", "boris"), new Notification("news", "Hello", ""));

        assertThat(api.notified.told()).containsExactly("posted Hello to anna", "posted Hello to boris");
    }

    @Test
    void aPreparedNotificationIsEmittedAsItIs() {
        parley.sendNotificationToUser("anna", Map.of("deep", Map.of("n", 1)));

        assertThat(api.emitted.told()).containsExactly("new-notification to [notifications_anna] {\"deep\":{\"n\":1}}");
    }

    @Test
    void onlineStatusIsAnswered() {
        api.presence.put(new PresenceState(user("anna/ä+%"), true, Optional.of(NOON), 3, 2));

        assertThat(parley.isUserOnline("anna/ä+%")).isTrue();
        assertThat(parley.isUserOnline("boris")).isFalse();
        assertThat(parley.presenceOf("anna/ä+%").lastActive()).contains(NOON);
        assertThat(parley.presenceOf("boris").lastActive()).isEmpty();
    }

    @Test
    void aRefusalHasTheCodeOfTheServer() {
        assertThatThrownBy(() -> client("client").sendNotification("anna", new Notification("t", "t", "")))
                .isInstanceOfSatisfying(ParleyException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("forbidden");
                    assertThat(refusal.status()).isEqualTo(403);
                });
    }

    @Test
    void aServerThatDoesNotAnswerIsDisconnected() {
        ParleyClient nobody = new ParleyClient(URI.create("http://127.0.0.1:1"), () -> "");

        assertThatThrownBy(() -> nobody.isUserOnline("anna"))
                .isInstanceOfSatisfying(ParleyException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("disconnected"));
    }

    private ParleyClient client(String role) {
        return new ParleyClient(URI.create("http://127.0.0.1:" + api.port()), () -> api.token("backend", role));
    }
}
