package dev.parley.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushDecoderTest {
    private static final String EVERYTHING = "*3\r\n$10\r\nssubscribe\r\n$7\r\nroom#\u00e9\r\n:1\r\n"
            + "*3\r\n$8\r\nsmessage\r\n$7\r\nroom#\u00e9\r\n$12\r\n{\"a\":\"\u00e9\"}\r\n\r\n"
            + "*2\r\n$4\r\npong\r\n$0\r\n\r\n"
            + "-MOVED 3999 127.0.0.1:6381\r\n"
            + "*3\r\n$12\r\nsunsubscribe\r\n$-1\r\n:0\r\n"
            + "+PONG\r\n";
    private static final List<String> DECODED = List.of(
            "ssubscribe room#\u00e9",
            "message room#\u00e9 {\"a\":\"\u00e9\"}\r\n",
            "pong ",
            "error MOVED 3999 127.0.0.1:6381",
            "sunsubscribe ",
            "pong ");

    private final List<String> received = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new PushDecoder(new PushDecoder.Receiver() {
        @Override
        public void message(String name, byte[] value) {
            received.add("message " + name + " " + new String(value, StandardCharsets.UTF_8));
        }

        @Override
        public void reply(String kind, String name) {
            received.add(kind + " " + name);
        }

        @Override
        public void error(String text) {
            received.add("error " + text);
        }
    }));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20, 1000})
    void whatRedisSendsIsDecodedInWhicheverPiecesItArrives(int size) {
        byte[] all = EVERYTHING.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < all.length; from += size) {
            channel.writeInbound(
                    Unpooled.wrappedBuffer(Arrays.copyOfRange(all, from, Math.min(all.length, from + size))));
        }

        assertThat(received).isEqualTo(DECODED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%1\r\n", "*3\r\n:1\r\n", "*x\r\n", "*99999999999\r\n"})
    void whatIsNotOfTheProtocolIsAnError(String text) {
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)))
                .isInstanceOf(DecoderException.class);
    }
}
