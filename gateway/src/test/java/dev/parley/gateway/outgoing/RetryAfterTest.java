package dev.parley.gateway.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2030-01-31T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | PT2M",
                "' 5 ' | PT5S",
                "0 | PT0S",
                "999999999 | P1D",
                "Thu, 31 Jan 2030 12:00:30 GMT | PT30S",
                "Thu, 31 Jan 2030 11:00:00 GMT | PT0S",
                "Sat, 31 Jan 2099 12:00:00 GMT | P1D"
            })
    void secondsOrADateUpToADay(String value, Duration pause) {
        assertThat(RetryAfter.parse(value, NOW)).contains(pause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "1e3", "99999999999999999999"})
    void anythingElseIsIgnored(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }

    @Test
    void theHeaderMayBeMissing() {
        assertThat(RetryAfter.parse(null, NOW)).isEmpty();
    }
}
