package dev.parley.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.gateway.cluster.ClusterFrames.Publication;
import dev.parley.gateway.cluster.ClusterMessage.DisconnectSockets;
import dev.parley.gateway.cluster.ClusterMessage.Emitted;
import dev.parley.gateway.cluster.ClusterMessage.Ignored;
import dev.parley.gateway.cluster.ClusterMessage.Reason;
import dev.parley.gateway.cluster.ClusterMessage.SocketsJoin;
import dev.parley.gateway.cluster.ClusterMessage.SocketsLeave;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterFramesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterFrames ours = new ClusterFrames("f00d");
    private final ClusterFrames theirs = new ClusterFrames("beef");

    @Test
    void aBroadcastIsWrittenAsTheNodeAdapterReadsIt() {
        EncodedPacket packet = SocketIoEncoder.encode("/", "new-message", Map.of("content", "hé\"llo"));

        byte[] value = ours.broadcast(BroadcastTarget.room("chat \"1\"").except(List.of("ada")), packet, "new-message");

        assertThat(text(value)).isEqualTo("""
                {"uid":"f00d","nsp":"/","type":3,"data":{"opts":{"rooms":["chat \\"1\\""],"except":["ada"],"flags":{}},\
                "packet":{"type":2,"data":["new-message",{"content":"hé\\"llo"}],"nsp":"/"}}}""");
    }

    @Test
    void whatTheNodeAdapterWritesIsCutOutAsItIs() {
        byte[] value = bytes("""
                {"type":3,"data":{"packet":{"type":2,"data":["said", {"a" : [1, "}]"]}, "ü\\u2028"],"nsp":"/"},\
                "opts":{"rooms":["chat",7],"except":["ada"],"flags":{"volatile":true}}},"uid":"beef","nsp":"/"}""");

        ClusterMessage message = ours.read(value);

        assertThat(message).isInstanceOfSatisfying(Emitted.class, emitted -> {
            assertThat(emitted.target()).isEqualTo(new BroadcastTarget(List.of("chat", "7"), List.of("ada")));
            assertThat(text(emitted.packet().text())).isEqualTo("42[\"said\", {\"a\" : [1, \"}]\"]}, \"ü\\u2028\"]");
            assertThat(emitted.packet().isVolatile()).isTrue();
        });
    }

    @Test
    void binaryGoesAsMsgpackAndComesBackAsAttachments() {
        Object payload = Map.of("picture", new byte[] {1, 2});
        EncodedPacket packet = SocketIoEncoder.encode("/", "picture", payload);

        byte[] value = ours.broadcast(BroadcastTarget.room("chat"), packet, "picture", payload);

        assertThat(theirs.read(value)).isInstanceOfSatisfying(Emitted.class, emitted -> {
            assertThat(emitted.target()).isEqualTo(BroadcastTarget.room("chat"));
            assertThat(text(emitted.packet().text())).isEqualTo(text(packet.text()));
            assertThat(emitted.packet().attachments()).containsExactly(new byte[] {1, 2});
        });
        assertThat(ours.read(value)).isEqualTo(new Ignored(Reason.OWN));
    }

    @Test
    void whatThisNodePublishedIsNotDeliveredAgain() {
        byte[] value = ours.broadcast(BroadcastTarget.room("chat"), SocketIoEncoder.encode("/", "said"), "said");

        assertThat(ours.read(value)).isEqualTo(new Ignored(Reason.OWN));
        assertThat(theirs.read(value)).isInstanceOf(Emitted.class);
    }

    @Test
    void whatPeersAskOfSocketsIsUnderstood() {
        assertThat(ours.read(request(4, "\"rooms\":[\"a\",\"b\"]")))
                .isEqualTo(new SocketsJoin(BroadcastTarget.room("chat"), List.of("a", "b")));
        assertThat(ours.read(request(5, "\"rooms\":[\"a\"]")))
                .isEqualTo(new SocketsLeave(BroadcastTarget.room("chat"), List.of("a")));
        assertThat(ours.read(request(6, "\"close\":true")))
                .isEqualTo(new DisconnectSockets(BroadcastTarget.room("chat"), true));
        assertThat(theirs.read(ours.disconnect(BroadcastTarget.room("chat"), true)))
                .isEqualTo(new DisconnectSockets(BroadcastTarget.room("chat"), true));
    }

    @Test
    void otherNamespacesAndQuestionsAreIgnored() {
        assertThat(ours.read(bytes("{\"type\":3,\"data\":{},\"uid\":\"beef\",\"nsp\":\"/admin\"}")))
                .isEqualTo(new Ignored(Reason.OTHER_NAMESPACE));
        assertThat(ours.read(bytes("{\"type\":7,\"data\":{\"requestId\":\"1\"},\"uid\":\"beef\",\"nsp\":\"/\"}")))
                .isEqualTo(new Ignored(Reason.OTHER_TYPE));
        assertThat(ours.read(bytes("{\"type\":9,\"data\":{\"packet\":[\"hello\",1]},\"uid\":\"beef\",\"nsp\":\"/\"}")))
                .isEqualTo(new Ignored(Reason.OTHER_TYPE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}}",
                "{\"nsp\":\"/\",\"type\":3}",
                "{\"nsp\":\"/\",\"type\":\"3\",\"data\":{}}",
                "{\"nsp\":\"/\",\"type\":3,\"data\":{\"packet\":{\"type\":2,\"data\":[1",
                "{\"nsp\":\"/\",\"type\":3,\"data\":7}",
                "{\"nsp\":\"/\",\"type\":3,\"data\":{\"opts\":{\"rooms\":{}},\"packet\":{\"type\":2,\"data\":[]}}}",
                "\u0001"
            })
    void garbageIsIgnoredAndNothingElse(String garbage) {
        assertThat(ours.read(bytes(garbage))).isInstanceOf(Ignored.class);
    }

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverIsBrokenOnTheWayNeverThrows(long seed) {
        Random random = new Random(seed);
        Map<String, Object> payload =
                Map.of("content", "x".repeat(random.nextInt(50)), "picture", new byte[random.nextInt(3)]);
        for (int i = 0; i < 200; i++) {
            Object arg = random.nextBoolean() ? payload : "text";
            byte[] value =
                    ours.broadcast(BroadcastTarget.room("chat"), SocketIoEncoder.encode("/", "said", arg), "said", arg);
            for (int hit = 0; hit < 1 + random.nextInt(3); hit++) {
                value[random.nextInt(value.length)] = (byte) random.nextInt();
            }
            assertThat(theirs.read(value)).isNotNull();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyTextAndAnyRoomSurviveTheWay(long seed) throws Exception {
        Random random = new Random(seed);
        String text = anyText(random);
        String room = anyText(random);
        EncodedPacket packet = SocketIoEncoder.encode("/", "said", text);

        byte[] value = ours.broadcast(BroadcastTarget.room(room), packet, "said", text);

        assertThat(JSON.readTree(value).at("/data/packet/data/1").asText()).isEqualTo(text);
        assertThat(theirs.read(value)).isInstanceOfSatisfying(Emitted.class, emitted -> {
            assertThat(emitted.target()).isEqualTo(BroadcastTarget.room(room));
            assertThat(emitted.packet().text()).isEqualTo(packet.text());
        });
    }

    private static String anyText(Random random) {
        int[] points = random.ints(random.nextInt(1, 40), 1, 0xD7FF).toArray();
        return new String(points, 0, points.length) + "\"\\\n😀";
    }

    @Test
    void oneRoomHasItsChannelAndEveryoneTheCommonOne() {
        assertThat(channels(BroadcastTarget.room("chat"))).containsExactly("socket.io#/#chat#");
        assertThat(channels(BroadcastTarget.room("chat").except(List.of("ada"))))
                .containsExactly("socket.io#/#chat#");
        assertThat(channels(BroadcastTarget.everyone())).containsExactly("socket.io#/#");
        assertThat(channels(BroadcastTarget.room("12345678901234567890"))).containsExactly("socket.io#/#");
    }

    @Test
    void severalRoomsAreAMessageEachThatExceptsTheRoomsBefore() {
        BroadcastTarget target = new BroadcastTarget(List.of("a", "b", "c"), List.of("eve"));

        assertThat(ClusterFrames.publicationsOf(target))
                .containsExactly(
                        publication("a", "eve"), publication("b", "eve", "a"), publication("c", "eve", "a", "b"));
    }

    @Test
    void aRecordedEventCarriesItsTraceAndAnotherIsTheSameBytesAsEver() {
        EncodedPacket packet = SocketIoEncoder.encode("/", "said", "hello");
        BroadcastTarget chat = BroadcastTarget.room("chat");
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        byte[] traced = ours.tracedBroadcast(chat, packet, trace, "said", "hello");
        byte[] plain = ours.broadcast(chat, packet, "said", "hello");
        String text = new String(traced, StandardCharsets.UTF_8);
        assertThat(text.replace(",\"traceparent\":\"" + trace + "\"", ""))
                .isEqualTo(new String(plain, StandardCharsets.UTF_8));
        assertThat(((Emitted) theirs.read(traced)).traceparent()).isEqualTo(trace);
        assertThat(((Emitted) theirs.read(plain)).traceparent()).isNull();
    }

    @Test
    void theMessagesOfAThousandRoomsStaySmall() {
        List<String> rooms =
                IntStream.range(0, 1_000).mapToObj(i -> "room-" + i).toList();

        assertThat(ClusterFrames.publicationsOf(new BroadcastTarget(rooms, List.of("eve"))))
                .hasSize(1_000)
                .allSatisfy(each -> assertThat(each.target().except()).containsExactly("eve"));
    }

    private static Publication publication(String room, String... except) {
        return new Publication("socket.io#/#" + room + "#", new BroadcastTarget(List.of(room), List.of(except)));
    }

    private static List<String> channels(BroadcastTarget target) {
        return ClusterFrames.publicationsOf(target).stream()
                .map(Publication::channel)
                .toList();
    }

    private static byte[] request(int type, String more) {
        return bytes("{\"type\":" + type + ",\"data\":{\"opts\":{\"rooms\":[\"chat\"],\"except\":[]}," + more
                + "},\"uid\":\"beef\",\"nsp\":\"/\"}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
