package dev.parley.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageKeyTest {
    private static final String ID = "65f0c0ffee00112233445566";

    @Test
    void theIdOfANewMessage() {
        assertThat(idIn("42[\"new-message\",{\"_id\":\"" + ID + "\",\"chatId\":\"x\"}]"))
                .isEqualTo(ID);
    }

    @Test
    void theIdOfAMessageNotification() {
        assertThat(idIn("42[\"message-notification\",{\"chatId\":\"000000000000000000000001\",\"sender\":\"a\\\"b\","
                        + "\"message\":{\"_id\":\"" + ID + "\",\"seq\":1},\"unreadCount\":1}]"))
                .isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42[\"user-typing\",{\"_id\":\"65f0c0ffee00112233445566\"}]",
                "42[\"new-message\",{\"_id\":\"not-an-object-id-of-24-dig\"}]",
                "42[\"new-message\",{\"_id\":\"65f0",
                "42[\"new-message\"]",
                "42"
            })
    void nothingElseHasOne(String packet) {
        assertThat(MessageKey.find(packet.getBytes(StandardCharsets.UTF_8), 2)).isNegative();
    }

    @Test
    void theIdInAMessageBetweenNodes() {
        byte[] frame =
                ("{\"uid\":\"n\",\"nsp\":\"/\",\"type\":3,\"data\":{\"opts\":{\"rooms\":[\"c\"],\"except\":[],\"flags\":{}},"
                                + "\"packet\":{\"type\":2,\"data\":[\"new-message\",{\"_id\":\"" + ID
                                + "\"}],\"nsp\":\"/\"}}}")
                        .getBytes(StandardCharsets.UTF_8);
        int at = MessageKey.search(frame);
        assertThat(MessageKey.id(MessageKey.high(frame, at), MessageKey.low(frame, at)))
                .isEqualTo(ID);
        assertThat(MessageKey.search("{\"data\":[1,2]}".getBytes(StandardCharsets.UTF_8)))
                .isNegative();
    }

    private static String idIn(String packet) {
        byte[] text = packet.getBytes(StandardCharsets.UTF_8);
        int at = MessageKey.find(text, 2);
        return MessageKey.id(MessageKey.high(text, at), MessageKey.low(text, at));
    }
}
