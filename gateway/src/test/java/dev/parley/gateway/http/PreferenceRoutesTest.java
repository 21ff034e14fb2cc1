package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.http.ApiFixture.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferenceRoutesTest {
    private static final String PATH = "/api/users/anna/preferences";
    private static final String NIGHTS =
            "{\"channels\":{\"email\":false},\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:30\",\"timeZone\":\"Europe/Berlin\"}}";

    private final ApiFixture api = ApiFixture.withTokens();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whoHasStoredNoneWantsEveryReminder() {
        Answer answer = api.call("GET", PATH).as("anna", "client").send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString())
                .isEqualTo("{\"channels\":{\"email\":true,\"push\":true,\"webhook\":true}}");
    }

    @Test
    void preferencesAreStoredAndReplacedWhole() {
        Answer stored = put(NIGHTS);
        Answer read = api.call("GET", PATH).as("orders", "service").send();
        Answer replaced = put("{\"channels\":{\"push\":false,\"email\":null},\"quietHours\":null}");

        assertThat(stored.status()).isEqualTo(200);
        assertThat(stored.json().toString())
                .isEqualTo("{\"channels\":{\"email\":false,\"push\":true,\"webhook\":true},"
                        + "\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:30\",\"timeZone\":\"Europe/Berlin\"}}");
        assertThat(read.json()).isEqualTo(stored.json());
        assertThat(replaced.json().toString())
                .isEqualTo("{\"channels\":{\"email\":true,\"push\":false,\"webhook\":true}}");
    }

    @Test
    void theyAreTheUsersOwn() {
        Answer read = api.call("GET", PATH).as("boris", "provider").send();
        Answer stored =
                api.call("PUT", PATH).json(NIGHTS).as("boris", "provider").send();

        assertThat(read.code()).isEqualTo("forbidden");
        assertThat(stored.code()).isEqualTo("forbidden");
        assertThat(api.call("GET", PATH).send().code()).isEqualTo("token_missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'chanels':{}} | there is a field that is unknown; known are channels, quietHours",
                "{'channels':{'sms':true}} | there is a field that is unknown; known are email, push, webhook",
                "{'channels':[]} | channels must be an object",
                "{'channels':{'email':'off'}} | email must be true or false",
                "{'quietHours':{'from':'22:00','to':'07:00'}} | timeZone is missing",
                "{'quietHours':{'from':'22:00','to':'07:00','timeZone':'Europe/Berlin','days':[]}} | there is a field",
                "{'quietHours':{'from':'25:00','to':'07:00','timeZone':'Europe/Berlin'}} | from must be a local time",
                "{'quietHours':{'from':2200,'to':'07:00','timeZone':'Europe/Berlin'}} | from must be a string",
                "{'quietHours':{'from':'22:00','to':'22:00','timeZone':'Europe/Berlin'}} | to must differ",
                "{'quietHours':{'from':'22:00','to':'07:00','timeZone':'GMT+2'}} | timeZone must be an IANA time zone"
            },
            quoteCharacter = '`')
    void whatIsNotUnderstoodIsRefusedAndChangesNothing(String body, String why) {
        put(NIGHTS);
        Answer refused = put(body.replace('\'', '"'));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid_payload");
        assertThat(refused.json().get("detail").asText()).startsWith(why);
        assertThat(api.call("GET", PATH)
                        .as("anna", "client")
                        .send()
                        .json()
                        .at("/channels/email")
                        .asBoolean())
                .isFalse();
    }

    private Answer put(String json) {
        return api.call("PUT", PATH).json(json).as("anna", "client").send();
    }
}
