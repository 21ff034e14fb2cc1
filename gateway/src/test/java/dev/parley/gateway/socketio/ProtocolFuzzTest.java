package dev.parley.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.engineio.EngineState;
import dev.parley.gateway.engineio.EngineTransport;
import dev.parley.gateway.engineio.MalformedInputException;
import dev.parley.gateway.engineio.PollingPayload;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile bytes: either a packet or malformed, never anything else. {@code -Dparley.fuzz.cases=10000000} for a long run. */
class ProtocolFuzzTest {

    private static final int CASES = Integer.getInteger("parley.fuzz.cases", 100_000);
    private static final int SEEDS = 4;

    private static final String SYNTAX = "0123456789[]{}\",/-?\u001e";

    private static final String[] SAMPLES = {
        "40",
        "40{\"token\":\"x\"}",
        "40/custom,{}",
        "41",
        "41/custom,",
        "42[\"message\",1,\"2\",{\"3\":[true]}]",
        "42456[\"message-with-ack\",{\"a\":null}]",
        "43456[1,\"2\",{\"3\":[false]}]",
        "452-[\"m\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
        "461-/custom,789[{\"_placeholder\":true,\"num\":0}]",
        "44{\"message\":\"x\"}",
        "2probe",
        "3",
        "5",
        "6",
        "1",
        "4a\u001e4b\u001ebAQIDBA==",
        "bAQIDBA==",
        "0{\"sid\":\"x\"}",
        "42[\"\ud83e\udd84\",\"\\ud800\"]",
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noInputDoesAnythingButParseOrBeRefused(long seed) {
        var random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < CASES / SEEDS; i++) {
            byte[] input = random.nextInt(8) == 0 ? noise(random) : mutated(random);
            accepted += hear(input) ? 1 : 0;
        }
        assertThat(accepted).as("some mutants are still packets").isPositive();
    }

    private static final SocketPacket IN = new SocketPacket(PacketType.CONNECT, "/", SocketIoEncoder.NO_ID, null, 0);

    /** A session of its own for each case, in namespace {@code /}, hearing the input as a payload, as text and as binary. */
    private static boolean hear(byte[] input) {
        var engine = new EngineState(EngineTransport.POLLING);
        var state = new SocketIoState();
        state.asked(IN);
        state.accepted("/");
        try {
            PollingPayload.decode(input, new PollingPayload.Packets() {
                @Override
                public void text(byte[] packet) throws MalformedInputException {
                    if (engine.received(packet, EngineTransport.POLLING) == EngineState.Step.DELIVER) {
                        echo(state.text(packet, 1, 10));
                    }
                }

                @Override
                public void binary(byte[] data) throws MalformedInputException {
                    engine.receivedBinary(EngineTransport.POLLING);
                    echo(state.binary(data));
                }
            });
            return true;
        } catch (MalformedInputException e) {
            return false;
        }
    }

    /** Whatever was accepted can be sent on. */
    private static void echo(SocketPacket packet) {
        if (packet != null && packet.data() != null) {
            assertThat(SocketIoEncoder.encode("/", "back", packet.data()).text())
                    .isNotEmpty();
        }
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] mutated(Random random) {
        byte[] bytes = SAMPLES[random.nextInt(SAMPLES.length)].getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes = mutation(bytes, random);
        }
        return bytes;
    }

    private static byte[] mutation(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        byte[] other = SAMPLES[random.nextInt(SAMPLES.length)].getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(5)) {
            case 0 -> splice(bytes, at, new byte[] {(byte) random.nextInt()}, at);
            case 1 -> splice(bytes, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(3)));
            case 2 -> splice(bytes, at, other, at);
            case 3 ->
                splice(
                        bytes,
                        at,
                        new byte[] {(byte) SYNTAX.charAt(random.nextInt(SYNTAX.length()))},
                        Math.min(bytes.length, at + 1));
            default -> splice(bytes, at, new byte[0], bytes.length);
        };
    }

    private static byte[] splice(byte[] bytes, int from, byte[] inserted, int to) {
        byte[] result = new byte[from + inserted.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(inserted, 0, result, from, inserted.length);
        System.arraycopy(bytes, to, result, from + inserted.length, bytes.length - to);
        return result;
    }
}
