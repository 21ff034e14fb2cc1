package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.gateway.transport.limits.TransportLimits;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Details that the Engine.IO 4 specification implies, against a running server. */
@Timeout(60)
class EngineIoServerTest {

    private static ProtocolTestServer server;
    private static Peer peer;

    @BeforeAll
    static void start() {
        server = ProtocolTestServer.engineIo(
                ProtocolTestServer.freePort(),
                ProtocolTestServer.MANY_LOOPS,
                TransportLimits.forHeap(1L << 30).withHeartbeat(Duration.ofSeconds(25), Duration.ofSeconds(20)));
        peer = new Peer(server.port(), "/engine.io");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aSessionOpensOnEitherTransport() throws Exception {
        HttpResponse<String> opened = peer.get("EIO=4&transport=polling");
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.headers().firstValue("cache-control"))
                .as("a sid is a secret")
                .hasValue("no-store");
        assertThat(opened.body())
                .matches("0\\{\"sid\":\"[A-Za-z0-9_-]{24}\",\"upgrades\":\\[\"websocket\"],"
                        + "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
        assertThat(peer.socket().next()).contains("\"upgrades\":[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transport=polling", "EIO=abc&transport=polling", "EIO=3&transport=polling", "EIO=4",
                "EIO=4&transport=abc", "EIO=4&transport=polling&sid=unknown", "EIO=4&transport=websocket", "EIO=%zz"
            })
    void aWrongRequestIsRefusedWithAnEngineError(String query) throws Exception {
        HttpResponse<String> refused = peer.get(query.replace("%", "%25"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).matches("\\{\"code\":[0-5],\"message\":\".+\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void aHandshakeIsAGet(String method) throws Exception {
        var request = peer.request("EIO=4&transport=polling").method(method, HttpRequest.BodyPublishers.ofString("x"));
        assertThat(peer.send(request).body()).contains("\"code\":2");
    }

    @Test
    void anotherPathIsNotFound() throws Exception {
        var elsewhere = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/other/"));
        assertThat(peer.send(elsewhere).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4hello", "4test1\u001e4test2\u001e4test3", "4hello\u001ebAQIDBA==", "4é🦄"})
    void aPayloadComesBackWithTheNextPoll(String payload) throws Exception {
        String sid = peer.open();
        assertThat(peer.push(sid, payload).body()).isEqualTo("ok");
        assertThat(peer.poll(sid).body()).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "4x\u001e", "b*", "0", "2", "5", "7"})
    void aMalformedPayloadEndsTheSession(String payload) throws Exception {
        String sid = peer.open();
        assertThat(peer.push(sid, payload).statusCode()).isEqualTo(400);
        assertThat(peer.poll(sid).statusCode()).isEqualTo(400);
    }

    @Test
    void aPayloadThatIsTooLargeIsAnsweredAsSuchAndEndsTheSession() throws Exception {
        String sid = peer.open();
        assertThat(peer.push(sid, "4" + "x".repeat(1_000_001)).statusCode()).isEqualTo(413);
        assertThat(peer.poll(sid).statusCode()).isEqualTo(400);
    }

    @Test
    void twoPollsAtOnceEndTheSession() throws Exception {
        String sid = peer.open();
        CompletableFuture<HttpResponse<String>> first = peer.pollLater(sid);
        CompletableFuture<HttpResponse<String>> second = peer.pollLater(sid);
        assertThat(first.get(5, TimeUnit.SECONDS).statusCode()
                        + second.get(5, TimeUnit.SECONDS).statusCode())
                .isEqualTo(600);
        assertThat(peer.poll(sid).statusCode()).isEqualTo(400);
    }

    @Test
    void textAndBinaryComeBackOverAWebSocketWholeOrInPieces() throws Exception {
        Peer.Socket socket = peer.socket();
        socket.next();
        socket.send("4hello");
        assertThat(socket.next()).isEqualTo("4hello");
        socket.send(new byte[] {0, 1, 2});
        assertThat(socket.next()).isEqualTo("[0, 1, 2]");
        socket.sendInPieces("4pieces");
        assertThat(socket.next()).isEqualTo("4pieces");
        String large = "4" + "x".repeat(100_000);
        socket.send(large);
        assertThat(socket.next()).isEqualTo(large);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "1", "2", "2probe", "5", "0"})
    void aMalformedOrClosingPacketClosesTheWebSocket(String packet) throws Exception {
        Peer.Socket socket = peer.socket();
        socket.next();
        socket.send(packet);
        assertThat(socket.next()).isEqualTo("closed");
    }

    @Test
    void aMessageOverTheLimitClosesTheWebSocket() throws Exception {
        Peer.Socket socket = peer.socket();
        socket.next();
        try {
            socket.send("4" + "x".repeat(1_000_001));
        } catch (RuntimeException e) {
            // closed while it was being sent
        }
        assertThat(socket.next()).isEqualTo("closed");
    }

    @Test
    void thePollingClientIsPingedAndKeptAsLongAsItAnswers() throws Exception {
        try (var hearty = heartbeatOf(Duration.ofMillis(100), Duration.ofSeconds(20))) {
            Peer client = new Peer(hearty.port(), "/engine.io");
            String sid = client.open();
            for (int i = 0; i < 3; i++) {
                assertThat(client.poll(sid).body()).isEqualTo("2");
                assertThat(client.push(sid, "3").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void whoeverDoesNotAnswerIsClosed() throws Exception {
        try (var hearty = heartbeatOf(Duration.ofMillis(100), Duration.ofSeconds(3))) {
            Peer client = new Peer(hearty.port(), "/engine.io");
            Peer.Socket socket = client.socket();
            socket.fallSilent();
            assertThat(socket.next()).startsWith("0{");
            String sid = client.open();
            assertThat(client.poll(sid).body()).isEqualTo("2");
            assertThat(client.poll(sid).body())
                    .as("the end of the poll that waited")
                    .isEqualTo("1");
            assertThat(socket.next()).isEqualTo("closed");
        }
    }

    private static ProtocolTestServer heartbeatOf(Duration interval, Duration timeout) {
        return ProtocolTestServer.engineIo(
                ProtocolTestServer.freePort(),
                ProtocolTestServer.MANY_LOOPS,
                TransportLimits.forHeap(1L << 30).withHeartbeat(interval, timeout));
    }

    @Test
    void aClientThatClosesEndsItsPoll() throws Exception {
        String sid = peer.open();
        CompletableFuture<HttpResponse<String>> poll = peer.pollLater(sid);
        assertThat(peer.push(sid, "1").body()).isEqualTo("ok");
        assertThat(poll.get(5, TimeUnit.SECONDS).body()).isIn("6", "{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(peer.poll(sid).statusCode()).isEqualTo(400);
    }

    @Test
    void aSessionUpgradesAndNothingIsLost() throws Exception {
        String sid = peer.open();
        peer.push(sid, "4before");
        Peer.Socket socket = peer.socket("EIO=4&transport=websocket&sid=" + sid);
        socket.send("2probe");
        assertThat(socket.next()).isEqualTo("3probe");
        assertThat(peer.poll(sid).body()).isEqualTo("4before");
        assertThat(peer.poll(sid).body()).isEqualTo("6");
        peer.push(sid, "4last by polling");
        socket.send("5");
        socket.send("4hello");
        assertThat(socket.next()).isEqualTo("4last by polling");
        assertThat(socket.next()).isEqualTo("4hello");
        assertThat(peer.poll(sid).statusCode()).isEqualTo(400);
        assertThat(peer.push(sid, "4x").statusCode()).isEqualTo(400);
        assertThat(peer.socket("EIO=4&transport=websocket&sid=" + sid).next()).isEqualTo("closed");
        socket.send("4still here");
        assertThat(socket.next()).isEqualTo("4still here");
    }

    @Test
    void aWebSocketThatIsLostBeforeTheUpgradeLeavesTheSessionPolling() throws Exception {
        String sid = peer.open();
        Peer.Socket socket = peer.socket("EIO=4&transport=websocket&sid=" + sid);
        socket.send("2probe");
        socket.next();
        socket.abort();
        peer.push(sid, "4hello");
        assertThat(peer.poll(sid).body()).isEqualTo("4hello");
    }

    @Test
    void pagesOfAnyOriginMayReadAnswersErrorsAndPreflights() throws Exception {
        var refused = peer.send(peer.request("EIO=9&transport=polling").header("Origin", "http://a.example"));
        assertThat(refused.headers().firstValue("access-control-allow-origin")).hasValue("http://a.example");
        assertThat(refused.headers().firstValue("access-control-allow-credentials"))
                .hasValue("true");
        int before = server.pipeline().sessionCount();
        var preflight = peer.send(peer.request("EIO=4&transport=polling")
                .header("Origin", "http://a.example")
                .header("Access-Control-Request-Headers", "x-token")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("access-control-allow-methods"))
                .hasValue("GET,POST");
        assertThat(preflight.headers().firstValue("access-control-allow-headers"))
                .hasValue("x-token");
        assertThat(server.pipeline().sessionCount()).isLessThanOrEqualTo(before);
    }

    @Test
    void anUnknownSidOpensNoWebSocket() {
        assertThatThrownBy(() -> peer.socket("EIO=4&transport=websocket&sid=unknown"))
                .hasMessageContaining("WebSocketHandshake");
    }
}
