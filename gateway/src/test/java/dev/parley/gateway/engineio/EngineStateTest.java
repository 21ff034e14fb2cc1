package dev.parley.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.gateway.engineio.EngineState.Step;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineStateTest {

    private final EngineState polling = new EngineState(EngineTransport.POLLING);

    @ParameterizedTest
    @CsvSource({"4hello,DELIVER", "3,PONG", "1,CLOSE", "6,NOTHING", "4,DELIVER"})
    void aClientMaySayThese(String packet, Step step) throws Exception {
        assertThat(polling.received(bytes(packet), EngineTransport.POLLING)).isEqualTo(step);
        var socket = new EngineState(EngineTransport.WEBSOCKET);
        assertThat(socket.received(bytes(packet), EngineTransport.WEBSOCKET)).isEqualTo(step);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "abc", "0{}", "2", "2probe", "5", "3x", "6x", "/", ":"})
    void anythingElseIsMalformed(String packet) {
        assertThatThrownBy(() -> polling.received(bytes(packet), EngineTransport.POLLING))
                .isInstanceOf(MalformedInputException.class);
    }

    @Test
    void anUpgradeIsOfferedProbedAndFinished() throws Exception {
        assertThat(polling.offerWebSocket()).isTrue();
        assertThat(polling.isProbed()).isFalse();
        assertThat(onSocket("2probe")).isEqualTo(Step.PROBED);
        assertThat(polling.isProbed()).isTrue();
        assertThat(polling.received(bytes("4still polling"), EngineTransport.POLLING))
                .isEqualTo(Step.DELIVER);
        assertThat(onSocket("5")).isEqualTo(Step.UPGRADED);
        assertThat(polling.transport()).isEqualTo(EngineTransport.WEBSOCKET);
        assertThat(polling.isPolling()).isFalse();
        assertThat(onSocket("4now here")).isEqualTo(Step.DELIVER);
    }

    @Test
    void aSecondWebSocketIsNotWanted() {
        assertThat(polling.offerWebSocket()).isTrue();
        assertThat(polling.offerWebSocket()).isFalse();
        assertThat(new EngineState(EngineTransport.WEBSOCKET).offerWebSocket()).isFalse();
    }

    @Test
    void afterALostWebSocketAnotherMayCome() throws Exception {
        polling.offerWebSocket();
        onSocket("2probe");
        polling.withdrawWebSocket();
        assertThat(polling.isPolling()).isTrue();
        assertThat(polling.offerWebSocket()).isTrue();
    }

    @Test
    void theWebSocketInUseCannotBeWithdrawn() {
        var socket = new EngineState(EngineTransport.WEBSOCKET);
        socket.withdrawWebSocket();
        assertThat(socket.isPolling()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "4early", "2", "2probf", "2Probe", "2prxbe", "2pXobe", "2proXe", "3", "1"})
    void aWebSocketThatDoesNotProbeFirstIsMalformed(String packet) {
        polling.offerWebSocket();
        assertThatThrownBy(() -> onSocket(packet)).isInstanceOf(MalformedInputException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4early", "2probe", "3", "5x"})
    void afterTheProbeOnlyTheUpgradeFollows(String packet) throws Exception {
        polling.offerWebSocket();
        onSocket("2probe");
        assertThatThrownBy(() -> onSocket(packet)).isInstanceOf(MalformedInputException.class);
    }

    @Test
    void binaryComesOnlyOverTheTransportInUse() throws Exception {
        polling.receivedBinary(EngineTransport.POLLING);
        assertThatThrownBy(() -> polling.receivedBinary(EngineTransport.WEBSOCKET))
                .isInstanceOf(MalformedInputException.class);
    }

    private Step onSocket(String packet) throws MalformedInputException {
        return polling.received(bytes(packet), EngineTransport.WEBSOCKET);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
