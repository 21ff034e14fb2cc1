package dev.parley.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.http.ApiFixture.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON bodies that no store can take, or that two readers would read in two ways. */
class RequestBodyTest {
    private final ApiFixture api = ApiFixture.open();

    @AfterEach
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\\u0000b\":1}",
                "{\"deep\":{\"a\\u0000b\":1}}",
                "{\"n\":1e400}",
                "{\"n\":-1e400}",
                "{\"text\":\"half \\ud83d\"}",
                "{\"text\":\"\\udc00\\ud83d\"}",
                "{\"half \\ud83d\":1}",
                "{\"twice\":1,\"twice\":2}",
                "{\"list\":[{\"twice\":1,\"twice\":2}]}",
            })
    void dataThatNoStoreTakesIsAnInvalidPayload(String data) {
        Answer answer = notification(data);

        assertThat(answer.status()).as(data).isEqualTo(400);
        assertThat(answer.code()).as(data).isEqualTo("invalid_payload");
    }

    @Test
    void dataMayBeNestedButNotWithoutEnd() {
        assertThat(notification("{\"a\":" + "[".repeat(60) + "]".repeat(60) + "}")
                        .status())
                .isEqualTo(201);
        assertThat(notification("{\"a\":" + "[".repeat(95) + "]".repeat(95) + "}")
                        .code())
                .isEqualTo("invalid_payload");
    }

    @Test
    void ordinaryDataIsTaken() {
        assertThat(notification(
                                "{\"n\":9007199254740993,\"d\":0.1,\"s\":\"\\ud83d\\ude00\",\"\":null,\"z\":\"\\u0000\"}")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+999999999-12-31T23:59:59.999999999Z", "+10000-01-01T00:00:00Z", "-000001-01-01T00:00:00Z"})
    void aTimeBeyondTheCalendarIsAnInvalidPayload(String time) {
        Answer answer = api.post(
                "/api/notifications",
                "{\"userId\":\"anna\",\"type\":\"t\",\"title\":\"x\",\"body\":\"b\",\"expiresAt\":\"" + time + "\"}");

        assertThat(answer.code()).as(answer.response().body()).isEqualTo("invalid_payload");
    }

    private Answer notification(String data) {
        return api.post(
                "/api/notifications",
                "{\"userId\":\"anna\",\"type\":\"t\",\"title\":\"x\",\"body\":\"b\",\"data\":" + data + "}");
    }
}
