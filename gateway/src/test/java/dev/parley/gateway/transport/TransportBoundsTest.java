package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.corundumstudio.socketio.Configuration;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import dev.parley.gateway.transport.limits.CorsPolicy;
import dev.parley.gateway.transport.limits.SessionLimits;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits per client, and negotiation. */
@Timeout(60)
class TransportBoundsTest {

    private static final String KEY = "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n";
    private static final RecordedMetrics metrics = new RecordedMetrics();
    private static final BlockingQueue<Session> joined = new LinkedBlockingQueue<>();
    private static ProtocolTestServer server;
    private static Peer peer;

    @BeforeAll
    static void start() {
        TransportLimits limits = TransportLimits.forHeap(1L << 30)
                .withHeartbeat(Duration.ofSeconds(20), Duration.ofSeconds(20))
                .withOutbound(1_000, 100_000)
                .with(new SessionLimits(4, 3));
        var cors = new CorsPolicy(Set.of("https://app.example"));
        var pipeline =
                new SocketIoPipeline(
                        limits, TrustedProxies.of(List.of("127.0.0.1")), cors, ProtocolTestServer::accepted, metrics) {
                    @Override
                    public void configure(Configuration configuration) {
                        super.configure(configuration);
                        configuration.setWebsocketCompression(true);
                    }
                };
        server = ProtocolTestServer.socketIo(ProtocolTestServer.freePort(), 2, pipeline);
        server.server().addConnectListener(client -> joined.add(Session.of(client)));
        peer = new Peer(server.port(), "/socket.io");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void clear() {
        metrics.closeAll(server.pipeline());
        joined.clear();
    }

    @Test
    void aPollingClientThatDoesNotReadLosesVolatilePacketsThenItsSession() throws Exception {
        String sid = peer.open();
        peer.push(sid, "40");
        Session session = joined.take();
        var packet = SocketIoEncoder.encode("/", "news", "x".repeat(900));
        var volatilePacket = new EncodedPacket(packet.text(), List.of(), true);
        for (int i = 0; i < 50; i++) {
            session.write(packet);
            session.write(volatilePacket);
        }
        assertThat(metrics.drops.poll(5, TimeUnit.SECONDS)).isEqualTo("volatile");
        for (int i = 0; i < 100; i++) {
            session.write(packet);
        }
        assertThat(metrics.ends.poll(5, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.SLOW_READER);
        assertThat(peer.poll(sid).statusCode()).isEqualTo(400);
    }

    @Test
    void aWebSocketThatDoesNotReadIsClosed() throws Exception {
        try (Socket socket = webSocket("")) {
            socket.getOutputStream().write(masked("40"));
            Session session = joined.take();
            var packet = SocketIoEncoder.encode("/", "news", "x".repeat(10_000));
            for (int i = 0; i < 5_000 && metrics.ends.isEmpty(); i++) {
                session.write(packet);
            }
            assertThat(metrics.ends.poll(10, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.SLOW_READER);
        }
    }

    @Test
    void anAddressHasOnlySoManySessionsAndSoHasTheNode() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(openFrom("198.51.100.1").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = openFrom("6.6.6.6, 198.51.100.1");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("5");
        assertThat(refused.body()).isEqualTo("{\"code\":4,\"message\":\"Too many sessions\"}");
        assertThat(openFrom("198.51.100.2").statusCode()).isEqualTo(200);
        HttpResponse<String> full = openFrom("198.51.100.3");
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.headers().firstValue("retry-after")).hasValue("5");
        assertThat(full.body()).isEqualTo("{\"code\":4,\"message\":\"Server is full\"}");
        assertThat(metrics.refusals).containsExactly("TOO_MANY_SESSIONS", "NODE_FULL");
        metrics.closeAll(server.pipeline());
        assertThat(openFrom("198.51.100.1").statusCode()).isEqualTo(200);
    }

    /** As a proxy asks that is trusted. */
    private static HttpResponse<String> openFrom(String forwardedFor) throws Exception {
        return peer.send(peer.request("EIO=4&transport=polling").header("X-Forwarded-For", forwardedFor));
    }

    @Test
    void anAddressThatManyClientsShareHasNoBoundOfItsOwn() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(peer.open()).hasSize(24);
        }
    }

    @Test
    void aPageOfAnotherOriginIsRefusedAndMayReadNothing() throws Exception {
        var refused = peer.send(peer.request("EIO=4&transport=polling").header("Origin", "https://evil.example"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("access-control-allow-origin")).isEmpty();
        var allowed = peer.send(peer.request("EIO=4&transport=polling").header("Origin", "https://app.example"));
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).hasValue("https://app.example");
        assertThat(answerTo("Sec-WebSocket-Version: 13\r\n" + KEY + "Origin: https://evil.example\r\n"))
                .contains(" 403 ");
    }

    @Test
    void aBadWebSocketHandshakeMakesNoSession() throws Exception {
        assertThat(answerTo("Sec-WebSocket-Version: 12\r\n" + KEY))
                .contains(" 426 ")
                .containsIgnoringCase("version: 13");
        assertThat(answerTo("Sec-WebSocket-Version: 13\r\n")).contains(" 400 ");
        assertThat(answerTo("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n"))
                .contains(" 400 ");
        assertThat(answerTo("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: *\r\n"))
                .contains(" 400 ");
        assertThat(server.pipeline().sessionCount()).isZero();
    }

    @Test
    void anAnswerToHeadHasNoBodyInFrontOfTheNextAnswer() throws Exception {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            for (int request = 0; request < 2; request++) {
                write(socket, "HEAD /socket.io/ HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 400 ");
            }
        }
    }

    @Test
    void whoeverSendsTooMuchWhileItsPollWaitsHasGivenThePollUp() throws Exception {
        String sid = peer.open();
        try (var socket = new Socket("127.0.0.1", server.port())) {
            write(
                    socket,
                    "GET /socket.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: x\r\n\r\n"
                            + "POST /socket.io/ HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n");
            assertThat(metrics.ends.poll(5, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.POLL_ABORTED);
        }
    }

    /** RFC 6455, section 7.4.1. */
    @Test
    void aWebSocketIsClosedWithTheStatusThatSaysWhy() throws Exception {
        assertThat(statusAfter(0x83, 'x')).as("no such frame").isEqualTo(1002);
        assertThat(statusAfter(0x81, 0xff)).as("not UTF-8").isEqualTo(1007);
        assertThat(statusAfter(0x81, '7')).as("no such packet").isEqualTo(1008);
    }

    /** The close status that answers a frame of one byte under the mask 0. */
    private static int statusAfter(int first, int content) throws IOException {
        try (Socket socket = webSocket("")) {
            socket.getOutputStream().write(new byte[] {(byte) first, (byte) 0x81, 0, 0, 0, 0, (byte) content});
            InputStream in = socket.getInputStream();
            while (in.read() != 0x88) {
                in.readNBytes(in.read());
            }
            in.read();
            return in.read() << 8 | in.read();
        }
    }

    @Test
    void onlyLargeMessagesAreCompressedAndNoWindowIsKept() throws Exception {
        String answer = answerTo("Sec-WebSocket-Version: 13\r\n" + KEY
                + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n");
        assertThat(answer)
                .contains("permessage-deflate")
                .as("a parameter that was not offered")
                .doesNotContain("no_context_takeover");
        try (Socket socket = webSocket("Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            InputStream in = socket.getInputStream();
            assertThat(frame(in)).as("the open packet, as it is").isEqualTo(0x81);
            socket.getOutputStream().write(masked("40"));
            assertThat(frame(in)).isEqualTo(0x81);
            joined.take().write(SocketIoEncoder.encode("/", "large", "x".repeat(2_000)));
            assertThat(frame(in)).as("a compressed text frame").isEqualTo(0xc1);
        }
    }

    /** The first byte of the next frame; the rest of it is read. */
    private static int frame(InputStream in) throws IOException {
        int first = in.read();
        int length = in.read();
        in.readNBytes(length == 126 ? in.read() << 8 | in.read() : length);
        return first;
    }

    @Test
    void aClientMayReuseItsWindow() throws Exception {
        try (Socket socket = webSocket("Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            InputStream in = socket.getInputStream();
            frame(in);
            var deflater = new Deflater(9, true);
            for (String packet : List.of("40", "42[\"message\",1]", "42[\"message\",1]")) {
                socket.getOutputStream().write(deflated(deflater, packet));
            }
            Waiting.until("the session has joined", () -> !joined.isEmpty());
            for (int answers = 0; answers < 4; answers++) {
                assertThat(frame(in)).as("answer %s", answers).isEqualTo(0x81);
            }
        }
    }

    /** A compressed text frame under the mask 0. */
    private static byte[] deflated(Deflater deflater, String packet) {
        deflater.setInput(packet.getBytes(StandardCharsets.US_ASCII));
        byte[] frame = new byte[100];
        int length = deflater.deflate(frame, 6, frame.length - 6, Deflater.SYNC_FLUSH) - 4;
        frame[0] = (byte) 0xc1;
        frame[1] = (byte) (0x80 | length);
        return Arrays.copyOf(frame, 6 + length);
    }

    @ParameterizedTest
    @CsvSource({"9000,0,200", "15000,0,200", "17000,0,431", "0,15000,200", "0,17000,414"})
    void headersMayBeAsLargeAsInNode(int cookies, int query, int status) throws Exception {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            write(
                    socket,
                    "GET /socket.io/?EIO=4&transport=polling&x=" + "x".repeat(query)
                            + " HTTP/1.1\r\nHost: x\r\nOrigin: https://app.example\r\nCookie: a=" + "x".repeat(cookies)
                            + "\r\n\r\n");
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void aClientOfHttp10IsToldThatItsConnectionStaysOpen() throws Exception {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            String request = "GET /socket.io/?EIO=4&transport=polling HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            write(socket, request);
            assertThat(head(socket.getInputStream())).containsIgnoringCase("connection: keep-alive");
        }
    }

    @Test
    void theFirstSubprotocolThatIsOfferedIsSelected() throws Exception {
        assertThat(answerTo("Sec-WebSocket-Version: 13\r\n" + KEY + "Sec-WebSocket-Protocol: my-app, other\r\n"))
                .containsIgnoringCase("sec-websocket-protocol: my-app\r\n");
    }

    /** RFC 9112, section 3.2. */
    @Test
    void aRequestIsForOneHost() throws Exception {
        String open = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\n";
        assertThat(statusOf(open + "Host: x\r\nHost: x\r\n\r\n")).isEqualTo(400);
        assertThat(statusOf(open + "\r\n")).isEqualTo(400);
        assertThat(statusOf(open.replace(" /", " http://parley.example/") + "Host: x\r\nHost: x\r\n\r\n"))
                .isEqualTo(400);
        assertThat(statusOf(open.replace(" /", " http://parley.example/") + "Host: x\r\n\r\n"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY TCP4 198.51.100.9 10.0.0.1 4711 80\r\n", "PROXY TCP6 2001:db9::1 ::1 4711 80\r\n"})
    void theProxyProtocolNamesTheClient(String header) throws Exception {
        int[] statuses = new int[4];
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] = statusOf(header + "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        assertThat(statuses).containsExactly(200, 200, 200, 429);
    }

    @Test
    void theSecondVersionOfTheProxyProtocolNamesTheClient() throws Exception {
        String request = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n";
        byte[] bytes =
                HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "2111000c" + "c63364090a000001" + "12670050");
        String header = new String(bytes, StandardCharsets.ISO_8859_1);
        int[] statuses = new int[4];
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] = statusOf(header + request);
        }
        assertThat(statuses).containsExactly(200, 200, 200, 429);
    }

    private static int statusOf(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return Integer.parseInt(head(socket.getInputStream()).substring(9, 12));
        }
    }

    private static String answerTo(String headers) throws IOException {
        try (Socket socket = request(headers)) {
            return head(socket.getInputStream());
        }
    }

    private static Socket webSocket(String headers) throws IOException {
        Socket socket = request("Sec-WebSocket-Version: 13\r\n" + KEY + headers);
        assertThat(head(socket.getInputStream())).contains(" 101 ");
        return socket;
    }

    private static Socket request(String headers) throws IOException {
        var socket = new Socket("127.0.0.1", server.port());
        String request = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\n" + headers + "\r\n";
        write(socket, request);
        return socket;
    }

    private static void write(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** A short text frame under the mask 0. */
    private static byte[] masked(String text) {
        byte[] frame = new byte[6 + text.length()];
        frame[0] = (byte) 0x81;
        frame[1] = (byte) (0x80 | text.length());
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, frame, 6, text.length());
        return frame;
    }
}
