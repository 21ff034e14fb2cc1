package dev.parley.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.gateway.engineio.MalformedInputException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketIoStateTest {

    private final SocketIoState state = new SocketIoState();

    @Test
    void aClientConnectsWithAnAuthObject() throws Exception {
        SocketPacket packet = text("0{\"token\":\"a[1]?b\"}");
        assertThat(packet.type()).isEqualTo(PacketType.CONNECT);
        assertThat(packet.namespace()).isEqualTo("/");
        assertThat(packet.data().get("token").textValue()).isEqualTo("a[1]?b");
        assertThat(text("0").data()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/custom", "0/custom,", "0/custom?token=1", "0/custom?a=1&b=2,{}"})
    void aNamespaceIsNamedWithoutItsQuery(String packet) throws Exception {
        assertThat(text(packet).namespace()).isEqualTo("/custom");
    }

    @Test
    void theMainNamespaceMayBeNamed() throws Exception {
        assertThat(text("0/,{}").namespace()).isEqualTo("/");
        assertThat(text("0/?x=1").namespace()).isEqualTo("/");
    }

    @Test
    void anEventHasArgumentsAndPerhapsAnId() throws Exception {
        join("/");
        SocketPacket event = text("2[\"message\",1,\"2\",{\"3\":[true]}]");
        assertThat(event.type()).isEqualTo(PacketType.EVENT);
        assertThat(event.id()).isEqualTo(SocketIoEncoder.NO_ID);
        assertThat(event.data().toString()).isEqualTo("[\"message\",1,\"2\",{\"3\":[true]}]");
        assertThat(text("2456[\"message\"]").id()).isEqualTo(456);
        assertThat(text("29007199254740992[\"message\"]").id()).isEqualTo(1L << 53);
        assertThat(text("2[7]").data().get(0).intValue()).isEqualTo(7);
        assertThat(text("3456[]").type()).isEqualTo(PacketType.ACK);
    }

    @Test
    void attachmentsTakeThePlacesThatWereKeptForThem() throws Exception {
        join("/custom");
        assertThat(
                        text(
                                "52-/custom,7[\"e\",{\"_placeholder\":true,\"num\":1},{\"a\":[{\"_placeholder\":true,\"num\":0}]}]"))
                .isNull();
        assertThat(state.binary(new byte[] {1})).isNull();
        SocketPacket packet = state.binary(new byte[] {2, 3});
        assertThat(packet.type()).isEqualTo(PacketType.BINARY_EVENT);
        assertThat(packet.id()).isEqualTo(7);
        assertThat(packet.data().get(1).binaryValue()).containsExactly(2, 3);
        assertThat(packet.data().get(2).get("a").get(0).binaryValue()).containsExactly(1);
    }

    @Test
    void aBinaryAcknowledgementAndOneWithoutAttachments() throws Exception {
        join("/");
        assertThat(text("61-3[{\"_placeholder\":true,\"num\":0}]")).isNull();
        assertThat(state.binary(new byte[0]).type()).isEqualTo(PacketType.BINARY_ACK);
        assertThat(text("50-[\"e\"]").type()).isEqualTo(PacketType.BINARY_EVENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "abc",
                "/",
                "4{}",
                "4\"message\"",
                "2",
                "2{}",
                "2[]",
                "2[{}]",
                "2[null]",
                "2abc[\"e\"]",
                "2[\"e\"]x",
                "2[\"e\"][]",
                "2[\"e\"",
                "2\"e\"",
                "2[\"connect\"]",
                "2[\"disconnect\"]",
                "2[\"connect_error\"]",
                "2[\"disconnecting\"]",
                "2[\"newListener\"]",
                "2[\"removeListener\"]",
                "29007199254740993[\"e\"]",
                "2-1[\"e\"]",
                "3[]",
                "31",
                "31{}",
                "1{}",
                "11",
                "0[]",
                "0\"x\"",
                "01{}",
                "0{}{}",
                "5[\"e\"]",
                "5-[\"e\"]",
                "51[\"e\"]",
                "51",
                "511-[\"e\"]",
                "59999-[\"e\"]",
                "5x-[\"e\"]",
                "51-{}",
                "2/custom,[\"e\"]",
                "3/custom,1[]",
                "1/custom"
            })
    void whatIsNotAPacketOrNotAllowedHereIsMalformed(String packet) throws Exception {
        join("/");
        assertThatThrownBy(() -> text(packet)).isInstanceOf(MalformedInputException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_placeholder\":true}",
                "{\"_placeholder\":true,\"num\":1}",
                "{\"_placeholder\":true,\"num\":-1}",
                "{\"_placeholder\":true,\"num\":\"0\"}",
                "{\"_placeholder\":true,\"num\":0.0}"
            })
    void aPlaceholderForNoAttachmentIsMalformed(String placeholder) throws Exception {
        join("/");
        text("51-[\"e\"," + placeholder + "]");
        assertThatThrownBy(() -> state.binary(new byte[1])).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void textAmongAttachmentsAndBinaryOutOfTheBlueAreMalformed() throws Exception {
        join("/");
        assertThatThrownBy(() -> state.binary(new byte[1])).isInstanceOf(MalformedInputException.class);
        text("51-[\"e\",{\"_placeholder\":true,\"num\":0}]");
        assertThatThrownBy(() -> text("2[\"e\"]")).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void nothingMaySayAnythingBeforeItIsAccepted() throws Exception {
        assertThatThrownBy(() -> text("2[\"e\"]")).isInstanceOf(MalformedInputException.class);
        state.asked(text("0"));
        assertThatThrownBy(() -> text("2[\"e\"]")).isInstanceOf(MalformedInputException.class);
        state.refused("/");
        assertThatThrownBy(() -> text("2[\"e\"]")).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void whoeverAsksTheSameWhileItWaitsHasAskedOnce() throws Exception {
        state.asked(text("0{\"token\":1}"));
        join("/custom");
        state.left("/custom");
        assertThat(text("0{\"token\":1}")).isNull();
        assertThatThrownBy(() -> text("0{\"token\":2}")).isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> text("0")).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void aMemberCanSendConnectAgain() throws Exception {
        join("/");
        state.asked(text("0{\"token\":2}"));
        assertThatThrownBy(() -> text("2[\"e\"]")).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void aRefusedClientMayAskAgain() throws Exception {
        state.asked(text("0{}"));
        state.refused("/");
        assertThat(text("0{}").type()).isEqualTo(PacketType.CONNECT);
    }

    @Test
    void whoeverLeftMayComeBackButNotSpeak() throws Exception {
        join("/custom");
        join("/");
        assertThat(text("1").type()).isEqualTo(PacketType.DISCONNECT);
        state.left("/");
        assertThatThrownBy(() -> text("2[\"e\"]")).isInstanceOf(MalformedInputException.class);
        assertThat(text("2/custom,[\"e\"]").namespace()).isEqualTo("/custom");
        assertThat(text("0").type()).isEqualTo(PacketType.CONNECT);
    }

    @Test
    void packetsInFlightAtADisconnectByTheServerAreIgnored() throws Exception {
        join("/");
        state.disconnected("/");
        state.disconnected("/unknown");
        assertThat(text("2[\"e\"]")).isNull();
        assertThat(text("31[]")).isNull();
        assertThat(text("1")).isNull();
        assertThat(text("51-[\"e\",{\"_placeholder\":true,\"num\":0}]")).isNull();
        assertThat(state.binary(new byte[1])).isNull();
        assertThat(text("0").type()).isEqualTo(PacketType.CONNECT);
        join("/");
        assertThat(text("2[\"e\"]").type()).isEqualTo(PacketType.EVENT);
    }

    private void join(String namespace) throws MalformedInputException {
        state.asked(text("0" + namespace));
        state.accepted(namespace);
    }

    private SocketPacket text(String packet) throws MalformedInputException {
        return state.text(packet.getBytes(StandardCharsets.UTF_8), 0, 10);
    }
}
