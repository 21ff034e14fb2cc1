package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.http.ApiFixture.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushSubscriptionRoutesTest {
    private static final String PATH = "/api/users/anna/push-subscriptions/phone";
    private static final String SUBSCRIPTION =
            "{\"endpoint\":\"https://push.example/1\",\"expirationTime\":null,\"keys\":{\"p256dh\":\"BKey\",\"auth\":\"secret\"}}";

    private final ApiFixture api = ApiFixture.withTokens();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void aBrowserAsksForTheKeyAndSubscribes() {
        Answer key = api.call("GET", "/api/web-push").as("anna", "client").send();
        Answer stored = put(PATH, SUBSCRIPTION, "anna");

        assertThat(key.json().toString()).isEqualTo("{\"applicationServerKey\":\"BServerKey\"}");
        assertThat(stored.status()).isEqualTo(204);
        assertThat(api.subscriptionsOf("anna")).containsExactly("phone https://push.example/1 BKey secret");
    }

    @Test
    void unsubscribingIsIdempotent() {
        put(PATH, SUBSCRIPTION, "anna");

        assertThat(api.call("DELETE", PATH).as("anna", "client").send().status())
                .isEqualTo(204);
        assertThat(api.call("DELETE", PATH).as("shop", "service").send().status())
                .isEqualTo(204);
        assertThat(api.subscriptionsOf("anna")).isEmpty();
    }

    @Test
    void subscriptionsAreTheUsersOwn() {
        assertThat(put(PATH, SUBSCRIPTION, "boris").code()).isEqualTo("forbidden");
        assertThat(api.call("DELETE", PATH).as("boris", "client").send().code()).isEqualTo("forbidden");
        assertThat(api.call("GET", "/api/web-push").send().code()).isEqualTo("token_missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | endpoint is missing",
                "{'endpoint':'https://push.example/1'} | keys is missing",
                "{'endpoint':'https://push.example/1','keys':{'auth':'secret'}} | p256dh is missing",
                "{'endpoint':'https://push.example/1','keys':{'p256dh':1,'auth':'secret'}} | p256dh must be a string",
                "{'endpoint':'https://push.example/1','keys':'BKey'} | keys must be an object",
                "{'endpoint':'https://refused.example/1','keys':{'p256dh':'BKey','auth':'secret'}} | endpoint refused"
            })
    void whatIsNoSubscriptionIsRefused(String body, String why) {
        Answer refused = put(PATH, body.replace('\'', '"'), "anna");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid_payload");
        assertThat(refused.json().get("detail").asText()).startsWith(why);
        assertThat(api.subscriptionsOf("anna")).isEmpty();
    }

    @Test
    void anIdIsOfVisibleCharacters() {
        assertThat(put("/api/users/anna/push-subscriptions/a%20b", SUBSCRIPTION, "anna")
                        .code())
                .isEqualTo("invalid_payload");
    }

    private Answer put(String path, String json, String user) {
        return api.call("PUT", path).json(json).as(user, "client").send();
    }
}
