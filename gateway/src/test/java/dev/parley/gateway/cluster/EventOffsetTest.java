package dev.parley.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventOffsetTest {
    @Test
    void itIsTheLastArgument() {
        assertThat(of("42[\"said\",{\"a\":1},\"1732384000000001\"]")).isEqualTo(1732384000000001L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42[\"said\",{}]",
                "42[\"said\",\"173238400000000\"]",
                "42[\"said\",\"17323840000000011\"]",
                "42[\"said\",\"173238400000000x\"]",
                "42[\"said\",1732384000000001]",
                "42[\"said\",{\"a\":\"1732384000000001\"}]",
                "1732384000000001\"]",
                "42[]",
                ""
            })
    void anythingElseIsNone(String packet) {
        assertThat(of(packet)).isZero();
    }

    @Test
    void aClientShowsItAsText() {
        assertThat(EventOffset.parse("1732384000000001")).hasValue(1732384000000001L);
        assertThat(EventOffset.parse("0")).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "17",
                "0732384000000001",
                "1732384000000001-0",
                "99999999999999999999",
                "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦"
            })
    void textThatIsNoOffsetIsRefused(String text) {
        assertThat(EventOffset.parse(text)).isEmpty();
    }

    private static long of(String packet) {
        return EventOffset.of(packet.getBytes(StandardCharsets.UTF_8));
    }
}
