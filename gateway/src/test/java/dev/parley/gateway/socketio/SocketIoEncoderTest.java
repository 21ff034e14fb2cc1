package dev.parley.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SocketIoEncoderTest {

    record Note(String title, Optional<String> text, Instant at, Map<String, Object> data) {}

    @Test
    void anEventCarriesItsArguments() {
        assertThat(text(SocketIoEncoder.encode("/", "message", 1, "2", Map.of("3", List.of(true)), null)))
                .isEqualTo("42[\"message\",1,\"2\",{\"3\":[true]},null]");
        assertThat(text(SocketIoEncoder.encode("", "message"))).isEqualTo("42[\"message\"]");
        assertThat(text(SocketIoEncoder.encode("/custom", "e", "é🦄"))).isEqualTo("42/custom,[\"e\",\"é🦄\"]");
    }

    @Test
    void whatIsNoNumberInJsonIsNull() {
        assertThat(text(SocketIoEncoder.encode("/", "e", 1.5, Double.NaN, Float.POSITIVE_INFINITY, 2.5f)))
                .isEqualTo("42[\"e\",1.5,null,null,2.5]");
    }

    @Test
    void idsAndAcknowledgements() {
        assertThat(text(SocketIoEncoder.event("/", 12, "e", List.of(), false))).isEqualTo("4212[\"e\"]");
        assertThat(text(SocketIoEncoder.ack("/", 456, List.of(1)))).isEqualTo("43456[1]");
        assertThat(text(SocketIoEncoder.ack("/custom", 0, List.of()))).isEqualTo("43/custom,0[]");
    }

    @Test
    void controlPackets() {
        assertThat(text(SocketIoEncoder.connect("/", "abc"))).isEqualTo("40{\"sid\":\"abc\"}");
        assertThat(text(SocketIoEncoder.connect("/", "abc", "xyz"))).isEqualTo("40{\"sid\":\"abc\",\"pid\":\"xyz\"}");
        assertThat(text(SocketIoEncoder.connect("/custom", "abc"))).isEqualTo("40/custom,{\"sid\":\"abc\"}");
        assertThat(text(SocketIoEncoder.connectError("/random", Map.of("message", "Invalid namespace"))))
                .isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
        assertThat(text(SocketIoEncoder.disconnect("/"))).isEqualTo("41");
        assertThat(text(SocketIoEncoder.disconnect("/custom"))).isEqualTo("41/custom,");
    }

    @Test
    void bytesAnywhereBecomeAttachmentsAndNothingIsChanged() {
        var tree = JsonNodeFactory.instance.objectNode();
        tree.set("deep", BinaryNode.valueOf(new byte[] {2}));
        var arguments = Arrays.asList(new byte[] {1}, tree, Map.of("list", List.of(new byte[] {3})));
        EncodedPacket packet = SocketIoEncoder.event("/", SocketIoEncoder.NO_ID, "é", arguments, true);
        assertThat(text(packet))
                .isEqualTo("453-[\"é\",{\"_placeholder\":true,\"num\":0},{\"deep\":{\"_placeholder\":true,\"num\":1}},"
                        + "{\"list\":[{\"_placeholder\":true,\"num\":2}]}]");
        assertThat(packet.attachments()).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {3});
        assertThat(packet.isVolatile()).isTrue();
        assertThat(packet.size()).isEqualTo(packet.text().length + 3);
        assertThat(tree.get("deep")).isInstanceOf(BinaryNode.class);
        assertThat(text(SocketIoEncoder.ack("/custom", 7, List.of(new byte[0]))))
                .isEqualTo("461-/custom,7[{\"_placeholder\":true,\"num\":0}]");
    }

    @Test
    void timesHaveMillisecondsAndAbsentFieldsAreLeftOut() {
        var data = new java.util.HashMap<String, Object>();
        data.put("gone", null);
        var note = new Note("a", Optional.empty(), Instant.parse("2026-01-02T03:04:05Z"), data);
        assertThat(text(SocketIoEncoder.encode("/", "n", note)))
                .isEqualTo("42[\"n\",{\"title\":\"a\",\"at\":\"2026-01-02T03:04:05.000Z\",\"data\":{\"gone\":null}}]");
    }

    @Test
    void halfASurrogatePairIsEscapedAsBrowsersDo() {
        assertThat(text(SocketIoEncoder.encode("/", "e", "a\ud800b"))).isEqualTo("42[\"e\",\"a\\uD800b\"]");
        assertThat(text(SocketIoEncoder.connectError("/", Map.of("message", "\udc00"))))
                .contains("\\uDC00");
    }

    @Test
    void whatCannotBeEncodedFailsAtTheCaller() {
        var self = new ArrayList<Object>();
        self.add(new Object());
        assertThatThrownBy(() -> SocketIoEncoder.encode("/", "e", self)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> SocketIoEncoder.connectError("/", new Object()))
                .isInstanceOf(UncheckedIOException.class);
    }

    private static String text(EncodedPacket packet) {
        return new String(packet.text(), StandardCharsets.UTF_8);
    }
}
