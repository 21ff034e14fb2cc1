package dev.parley.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any Socket.IO client works: the official ones for JavaScript and Java, and a websocket that speaks the protocol by hand. */
class ProtocolClientsIT {
    private static final int SECONDS = 30;

    private static ProtocolServerProcess server;
    private static ProtocolServerProcess compressing;

    @BeforeAll
    static void startServers() {
        server = ProtocolServerProcess.start("--ping-timeout", "5000");
        compressing = ProtocolServerProcess.start("--ping-timeout", "5000", "--compression");
    }

    @AfterAll
    static void endServers() {
        for (var started : new ProtocolServerProcess[] {server, compressing}) {
            if (started != null) {
                started.close();
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> theJavaScriptClient() throws Exception {
        return play(server);
    }

    @TestFactory
    Stream<DynamicTest> theJavaScriptClientWithCompression() throws Exception {
        return play(compressing);
    }

    private static Stream<DynamicTest> play(ProtocolServerProcess server) throws Exception {
        var stage = "{\"protocol\":\"" + server.url() + "\",\"nodes\":[]}";
        return ScenarioFile.play("protocol.test.mjs", stage, server::output);
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling"})
    void theJavaClientSendsAndHearsTextObjectsAndBytes(String transport) throws Exception {
        var socket = javaClient("/", transport);
        try {
            var back = heard(socket, "message-back");
            var object = new JSONObject().put("text", "🦜 鸚鵡").put("list", new JSONArray(List.of(1, true)));
            socket.emit("message", "Grüße", object, new byte[] {0, 4, -1});
            var args = back.get(SECONDS, TimeUnit.SECONDS);

            assertThat(args[0]).isEqualTo("Grüße");
            assertThat(args[1]).hasToString(object.toString());
            assertThat((byte[]) args[2]).containsExactly(0, 4, -1);
        } finally {
            socket.disconnect();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling"})
    void theJavaClientIsAcknowledgedInItsOwnNamespace(String transport) throws Exception {
        var socket = javaClient("/custom", transport);
        try {
            var answers = IntStream.range(0, 50)
                    .mapToObj(number -> asked(socket, number))
                    .toList();
            for (var number = 0; number < answers.size(); number++) {
                assertThat(answers.get(number).get(SECONDS, TimeUnit.SECONDS)).containsExactly(number);
            }
        } finally {
            socket.disconnect();
        }
    }

    @Test
    void aWebsocketThatSpeaksTheProtocolByHandIsUnderstood() throws Exception {
        try (var hand = HandMadeClient.connect(server.port())) {
            assertThat(hand.nextText()).startsWith("0{").contains("\"pingInterval\":300", "\"maxPayload\":1000000");
            hand.send("40{\"token\":\"by hand\"}");
            assertThat(hand.nextText()).startsWith("40{\"sid\":");
            assertThat(hand.nextText()).isEqualTo("42[\"auth\",{\"token\":\"by hand\"}]");

            hand.send("42[\"message\",1,\"two\",null]");
            assertThat(hand.nextText()).isEqualTo("42[\"message-back\",1,\"two\",null]");
            hand.send("4217[\"message-with-ack\",{\"a\":[]}]");
            assertThat(hand.nextText()).isEqualTo("4317[{\"a\":[]}]");

            hand.send("451-[\"message\",{\"_placeholder\":true,\"num\":0}]");
            hand.send(new byte[] {4, 0, 9});
            assertThat(hand.nextText()).isEqualTo("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]");
            assertThat(hand.nextBytes()).containsExactly(4, 0, 9);

            hand.send("41");
            hand.send("40/custom,");
            assertThat(hand.nextText()).startsWith("40/custom,{\"sid\":");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "49", "abc", "42{\"not\":\"a list\"}", "42[", "459999999-[\"x\"]", "40{"})
    void anInvalidPacketClosesOnlyItsOwnConnection(String garbage) throws Exception {
        try (var neighbour = HandMadeClient.joined(server.port());
                var rude = HandMadeClient.joined(server.port())) {
            rude.send(garbage);

            assertThat(rude.awaitClose()).as("closed after " + garbage).isTrue();
            neighbour.send("42[\"message\",\"fine\"]");
            assertThat(neighbour.nextText()).isEqualTo("42[\"message-back\",\"fine\"]");
        }
    }

    private static Socket javaClient(String namespace, String transport) throws Exception {
        var options = IO.Options.builder()
                .setForceNew(true)
                .setReconnection(false)
                .setTransports(new String[] {transport})
                .build();
        var socket = IO.socket(URI.create(server.url() + namespace), options);
        var connected = heard(socket, Socket.EVENT_CONNECT);
        socket.connect();
        connected.get(SECONDS, TimeUnit.SECONDS);
        return socket;
    }

    private static CompletableFuture<Object[]> heard(Socket socket, String event) {
        var heard = new CompletableFuture<Object[]>();
        socket.once(event, heard::complete);
        return heard;
    }

    private static CompletableFuture<Object[]> asked(Socket socket, Object question) {
        var answer = new CompletableFuture<Object[]>();
        socket.emit("message-with-ack", question, (Ack) answer::complete);
        return answer;
    }
}
