package dev.parley.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollingPayloadTest {

    @Test
    void packetsAreJoinedByTheRecordSeparatorAndBinaryIsBase64() {
        var payload = new PollingPayload.Builder();
        payload.text("4hello".getBytes(StandardCharsets.UTF_8));
        payload.binary(new byte[] {1, 2, 3, 4});
        payload.text("4é".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(payload.build(), StandardCharsets.UTF_8)).isEqualTo("4hello\u001ebAQIDBA==\u001e4é");
        assertThat(payload.size()).isEqualTo(payload.build().length);
    }

    @Test
    void whatWasJoinedIsTakenApart() throws Exception {
        assertThat(decode("4hello\u001ebAQIDBA==\u001e4é\u001eb"))
                .containsExactly("4hello", "[1, 2, 3, 4]", "4é", "[]");
    }

    @Test
    void base64WithLineBreaksIsTheSameAsWithout() throws Exception {
        assertThat(decode("bAQID\nBA==\n\u001ebAQID\r\nBA==\r\n")).containsExactly("[1, 2, 3, 4]", "[1, 2, 3, 4]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4a\u001e", "\u001e4a", "4a\u001e\u001e4b", "b*", "bAQ=A", "bAQIDBA=\u001e4x"})
    void anEmptyPacketAndBadBase64AreMalformed(String payload) {
        assertThatThrownBy(() -> decode(payload)).isInstanceOf(MalformedInputException.class);
    }

    private static List<String> decode(String payload) throws MalformedInputException {
        var heard = new ArrayList<String>();
        PollingPayload.decode(payload.getBytes(StandardCharsets.UTF_8), new PollingPayload.Packets() {
            @Override
            public void text(byte[] packet) {
                heard.add(new String(packet, StandardCharsets.UTF_8));
            }

            @Override
            public void binary(byte[] data) {
                heard.add(Arrays.toString(data));
            }
        });
        return heard;
    }
}
