package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.http.ApiFixture.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationRoutesTest {
    private final ApiFixture api = ApiFixture.open();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aNotificationIsStoredAndTold() {
        Answer answer = api.post(
                "/api/notifications",
                "{\"userId\":\"anna\",\"type\":\"booking\",\"title\":\"Booked\",\"body\":\"on Monday\","
                        + "\"data\":{\"job\":7,\"tags\":[\"a\"]},\"expiresAt\":\"2030-02-01T00:00:00Z\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().at("/notifications/0/data/job").asInt()).isEqualTo(7);
        assertThat(answer.json().at("/notifications/0/expiresAt").asText()).isEqualTo("2030-02-01T00:00:00.000Z");
        assertThat(api.notified.told()).containsExactly("posted Booked to anna");
    }

    @Test
    void aRetryIsAnsweredWithTheStoredOneAndToldOnce() {
        String first =
                "{\"userId\":\"anna\",\"type\":\"booking\",\"title\":\"Booked\",\"body\":\"\",\"clientNotificationId\":\"order-7\"}";
        Answer stored = api.post("/api/notifications", first);
        Answer retried = api.post("/api/notifications", first);
        Answer oneMore = api.post(
                "/api/notifications",
                first.replace("\"anna\"", "[\"anna\",\"boris\"]").replace("userId", "userIds"));
        Answer other = api.post("/api/notifications", first.replace("order-7", "order-8"));
        Answer tooLong = api.post("/api/notifications", first.replace("order-7", "x".repeat(129)));

        assertThat(stored.status()).isEqualTo(201);
        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.json()).isEqualTo(stored.json());
        assertThat(oneMore.status()).isEqualTo(201);
        assertThat(oneMore.json().at("/notifications/0/_id"))
                .isEqualTo(stored.json().at("/notifications/0/_id"));
        assertThat(other.status()).isEqualTo(201);
        assertThat(tooLong.code()).isEqualTo("invalid_payload");
        assertThat(api.notified.told())
                .containsExactly("posted Booked to anna", "posted Booked to boris", "posted Booked to anna");
    }

    @Test
    void manyReceiversGetOneEach() {
        Answer answer = api.post(
                "/api/notifications",
                "{\"userIds\":[\"anna\",\"boris\",\"anna\"],\"type\":\"news\",\"title\":\"Hello\",\"body\":\"\"}");

        assertThat(answer.json().get("notifications").findValuesAsText("userId"))
                .containsExactly("anna", "boris");
    }

    @Test
    void aPreparedNotificationIsEmittedAsItIsAndStoredNowhere() {
        Answer answer = api.post(
                "/api/notifications/emit",
                "{\"userId\":\"anna\",\"notification\":{\"kind\":\"x\",\"deep\":{\"n\":1}}}");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(api.emitted.told())
                .containsExactly("new-notification to [notifications_anna] {\"kind\":\"x\",\"deep\":{\"n\":1}}");
        assertThat(api.get("/api/notifications?userId=anna").json().get("notifications"))
                .isEmpty();
    }

    @Test
    void notificationsAreListedNewestFirstInPages() {
        for (String title : new String[] {"one", "two", "three"}) {
            api.post(
                    "/api/notifications",
                    "{\"userId\":\"anna\",\"type\":\"t\",\"title\":\"" + title + "\",\"body\":\"\"}");
        }

        Answer first = api.get("/api/notifications?userId=anna&unread=true&limit=2");
        Answer rest = api.get("/api/notifications?userId=anna&limit=2&cursor="
                + first.json().get("cursor").asText());

        assertThat(first.json().get("unread").asInt()).isEqualTo(3);
        assertThat(first.json().get("notifications").findValuesAsText("title")).containsExactly("three", "two");
        assertThat(rest.json().get("notifications").findValuesAsText("title")).containsExactly("one");
    }

    @Test
    void whatIsNoNotificationIsRefused() {
        assertRefused("{\"type\":\"t\",\"title\":\"\",\"body\":\"\"}");
        assertRefused("{\"userId\":\"anna\",\"title\":\"\",\"body\":\"\"}");
        assertRefused("{\"userId\":\"anna\",\"type\":\"t\",\"body\":\"\"}");
        assertRefused("{\"userId\":\"anna\",\"type\":\"t\",\"title\":\"\",\"body\":null}");
        assertRefused("{\"userIds\":[],\"type\":\"t\",\"title\":\"\",\"body\":\"\"}");
        assertRefused("{\"userIds\":\"anna\",\"type\":\"t\",\"title\":\"\",\"body\":\"\"}");
        assertRefused("{\"userId\":\"anna\",\"type\":\"t\",\"title\":\"\",\"body\":\"\",\"data\":[]}");
        assertRefused("{\"userId\":\"anna\",\"type\":\"t\",\"title\":\"\",\"body\":\"\",\"expiresAt\":\"soon\"}");
        assertRefused("{\"userId\":\"anna\",\"type\":\"t\",\"title\":\"\",\"body\":\"\",\"expiresAt\":1}");
        assertThat(api.post("/api/notifications/emit", "{\"userId\":\"anna\"}").status())
                .isEqualTo(400);
        assertThat(api.get("/api/notifications?userId=anna&unread=maybe").status())
                .isEqualTo(400);
    }

    private void assertRefused(String notification) {
        Answer answer = api.post("/api/notifications", notification);
        assertThat(answer.status()).as(notification).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_payload");
    }
}
