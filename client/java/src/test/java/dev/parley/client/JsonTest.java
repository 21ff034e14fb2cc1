package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON as the client writes and reads it. */
class JsonTest {
    @Test
    void whatIsWrittenIsReadAgain() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("text", "a \"quoted\" \\ \n\t\u0001 ünï 😀");
        fields.put("list", Arrays.asList(1.5, true, null, Map.of("deep", List.of())));
        fields.put("", -2e10);

        assertThat(JsonReader.readObject(JsonWriter.write(fields))).isEqualTo(fields);
    }

    @Test
    void timesHaveMilliseconds() {
        assertThat(JsonWriter.write(Instant.parse("2026-11-27T10:00:00Z"))).isEqualTo("\"2026-11-27T10:00:00.000Z\"");
    }

    @Test
    void escapesAndSpaceAreRead() {
        assertThat(JsonReader.readObject(" { \"a\\u00e4\\n\\/\" : [ ] , \"b\":null } "))
                .containsEntry("aä\n/", List.of())
                .containsEntry("b", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "[1]", "\"text\"", "{\"a\"", "{\"a\":", "{\"a\":\"\\x\"}", "{\"a\":tru}", "nul"})
    void whatIsNoObjectHasNoFields(String text) {
        assertThat(JsonReader.readObject(text)).isEmpty();
    }

    @Test
    void deepNestingIsNoStackOverflow() {
        assertThat(JsonReader.readObject("{\"a\":" + "[".repeat(1_000_000))).isEmpty();
    }

    @Test
    void valuesThatJsonDoesNotHaveAreRefused() {
        for (Object value : new ArrayList<>(List.of(Double.NaN, new Object(), List.of(new Object())))) {
            assertThatThrownBy(() -> JsonWriter.write(value)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
