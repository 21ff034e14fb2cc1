package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.http.ApiFixture.Answer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Limits of one caller's requests to a node. */
class RequestQuotaTest {
    private static final String CHAT = "{\"client\":\"anna\",\"provider\":\"boris\"}";
    private static final int CHATS_OF_A_USER = 20;

    private final ApiFixture api = ApiFixture.withTokens();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aUserWhoOpensChatsTooFastIsToldWhenToRetry() {
        open(CHATS_OF_A_USER);

        Answer refused = open(1).get(0);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("rate_limited");
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.json().get("retryAfterMs").asLong()).isBetween(900L, 1_001L);
        assertThat(refused.json().at("/details/quota").asText()).isEqualTo("chats");
    }

    @Test
    void aQuotaRefillsWithTime() {
        open(CHATS_OF_A_USER + 1);

        api.nanos.addAndGet(Duration.ofMillis(1_001).toNanos());

        assertThat(open(2)).extracting(Answer::status).containsExactly(200, 429);
    }

    @Test
    void usersDoNotShareAQuotaAndNeitherDoSubjects() {
        open(CHATS_OF_A_USER + 1);

        assertThat(as("boris", "POST", "/api/chats").json(CHAT).send().status()).isEqualTo(200);
        assertThat(as("anna", "GET", "/api/users/anna").send().status()).isEqualTo(200);
    }

    @Test
    void everySubjectOfTheApiHasABoundForUsers() {
        String chat = open(1).get(0).json().get("_id").asText();
        List<ApiFixture.Call> calls = List.of(
                as("anna", "GET", "/api/chats"),
                as("anna", "POST", "/api/chats/" + chat + "/messages").json("{\"sender\":\"anna\",\"content\":\"\"}"),
                as("anna", "PUT", "/api/users/anna/blocks/mallory"),
                as("anna", "POST", "/api/notifications")
                        .json("{\"userId\":\"anna\",\"type\":\"t\",\"title\":\"x\",\"body\":\"b\"}"),
                as("anna", "GET", "/api/presence/boris"),
                as("anna", "POST", "/api/rules/explain")
                        .json("{\"chatId\":\"" + chat + "\",\"sender\":\"anna\",\"content\":\"x\"}"));

        for (ApiFixture.Call call : calls) {
            assertThat(IntStream.range(0, 501).map(i -> call.send().status()).filter(status -> status == 429))
                    .as(call.toString())
                    .isNotEmpty();
        }
    }

    @Test
    void aQueryForManyUsersCountsOnceForEach() {
        String hundred =
                IntStream.range(0, 100).mapToObj(i -> "\"u" + i + "\"").toList().toString();
        ApiFixture.Call query = as("anna", "POST", "/api/presence/query").json("{\"userIds\":" + hundred + "}");

        assertThat(IntStream.range(0, 6).map(i -> query.send().status())).containsExactly(200, 200, 200, 200, 200, 429);
    }

    @Test
    void aServiceThatSendsThousandsOfNotificationsIsNotLimited() {
        String thousand = IntStream.range(0, 1000)
                .mapToObj(i -> "\"u" + i + "\"")
                .toList()
                .toString();
        ApiFixture.Call post = api.call("POST", "/api/notifications")
                .as("billing", "service")
                .json("{\"userIds\":" + thousand + ",\"type\":\"t\",\"title\":\"x\",\"body\":\"b\"}");

        assertThat(IntStream.range(0, 20).map(i -> post.send().status())).containsOnly(201);
    }

    @Test
    void withoutTokensAnAddressHasTheQuotaOfAService() {
        try (ApiFixture open = ApiFixture.open()) {
            assertThat(IntStream.range(0, 100)
                            .map(i -> open.post("/api/chats", CHAT).status())
                            .filter(status -> status == 429))
                    .isEmpty();
        }
    }

    private List<Answer> open(int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> as("anna", "POST", "/api/chats").json(CHAT).send())
                .toList();
    }

    private ApiFixture.Call as(String user, String method, String path) {
        return api.call(method, path).as(user, "client");
    }
}
