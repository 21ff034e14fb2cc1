package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.SocketIOClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Details that the Socket.IO 5 specification implies, and authorization, against a running server. */
@Timeout(60)
class SocketIoServerTest {

    private static final TransportLimits LIMITS =
            TransportLimits.forHeap(1L << 30).withHeartbeat(Duration.ofSeconds(20), Duration.ofSeconds(20));

    private static final RecordedMetrics metrics = new RecordedMetrics();
    private static final BlockingQueue<SocketIOClient> clients = new LinkedBlockingQueue<>();
    private static CompletableFuture<ConnectDecision> slowAnswer;
    private static ProtocolTestServer server;
    private static Peer peer;

    @BeforeAll
    static void start() {
        server = ProtocolTestServer.socketIo(LIMITS, metrics, SocketIoServerTest::admit);
        server.server().addConnectListener(clients::add);
        peer = new Peer(server.port(), "/socket.io");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void clear() {
        metrics.closeAll(server.pipeline());
        clients.clear();
        slowAnswer = new CompletableFuture<>();
    }

    /** A token {@code bad} is refused, {@code slow} waits for the test. */
    private static CompletableFuture<ConnectDecision> admit(ConnectRequest request) {
        return switch (request.auth().path("token").asText()) {
            case "bad" ->
                CompletableFuture.completedFuture(
                        new ConnectDecision.Refused("unauthorized", Map.of("code", "token_invalid")));
            case "slow" -> slowAnswer;
            case "broken" -> throw new IllegalStateException("on purpose");
            default -> ProtocolTestServer.accepted(request);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"40|40|42", "40/custom,|40/custom,|42/custom,"})
    void aClientEntersANamespaceWithAndWithoutAuth(String connect, String connected, String event) throws Exception {
        for (String auth : List.of("", "{\"token\":\"1[2]?3\"}")) {
            Peer.Socket socket = peer.socket();
            String sid = Peer.sidOf(socket.next());
            socket.send(connect + auth);
            String answer = socket.next();
            assertThat(answer).startsWith(connected + "{\"sid\":").doesNotContain(sid);
            assertThat(socket.next()).isEqualTo(event + "[\"auth\"," + (auth.isEmpty() ? "{}" : auth) + "]");
        }
    }

    @Test
    void argumentsComeBackAsTheyWere() throws Exception {
        Peer.Socket socket = greeted();
        socket.send("42[\"message\",1,\"2\",{\"3\":[true]},null,\"é🦄\"]");
        assertThat(socket.next()).isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true]},null,\"é🦄\"]");
        socket.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
        assertThat(socket.next()).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
        socket.send("42[\"nobody listens\"]");
    }

    @Test
    void binaryComesBackOnBothTransports() throws Exception {
        Peer.Socket socket = greeted();
        socket.send(
                "452-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        socket.send(new byte[] {1, 2, 3});
        socket.send(new byte[] {4});
        assertThat(socket.next())
                .isEqualTo("462-789[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        assertThat(socket.next()).isEqualTo("[1, 2, 3]");
        assertThat(socket.next()).isEqualTo("[4]");
        String sid = peer.open();
        peer.push(sid, "40\u001e451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u001ebAQI=");
        String heard = "";
        while (!heard.contains("bAQI=")) {
            heard += peer.poll(sid).body();
        }
        assertThat(heard).contains("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQI=");
    }

    @Test
    void aThousandMessagesOverPollingArriveInOrder() throws Exception {
        String sid = peer.open();
        peer.push(sid, "40");
        var payload = new StringBuilder("3");
        for (int i = 0; i < 1_000; i++) {
            payload.append('\u001e').append("42[\"message\",").append(i).append(']');
        }
        assertThat(peer.push(sid, payload.toString()).body()).isEqualTo("ok");
        int next = 0;
        while (next < 1_000) {
            for (String packet : peer.poll(sid).body().split("\u001e")) {
                if (packet.startsWith("42[\"message-back\"")) {
                    assertThat(packet).isEqualTo("42[\"message-back\"," + next++ + "]");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4abc", "42{}", "42abc[\"message\"]", "40[]", "42/custom,[\"message\"]", "43[]", "4", "2"})
    void whatIsMalformedOrOutOfPlaceClosesTheSession(String packet) throws Exception {
        Peer.Socket socket = greeted();
        socket.send(packet);
        assertThat(socket.next()).isEqualTo("closed");
        assertThat(metrics.ends.poll(5, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.MALFORMED);
    }

    /** The official client does this after a {@code disconnect()} before the answer, of which the server is not notified. */
    @Test
    void aClientThatSendsConnectAgainJoinsAgain() throws Exception {
        Peer.Socket socket = greeted();
        SocketIOClient first = clients.take();
        socket.send("40{\"token\":2}");
        assertThat(socket.next()).startsWith("40{");
        assertThat(socket.next()).isEqualTo("42[\"auth\",{\"token\":2}]");
        assertThat(clients.take()).isNotSameAs(first);
        assertThat(server.server().getAllClients()).hasSize(1);
        assertThat(metrics.ends).isEmpty();
    }

    @Test
    void anUnknownNamespaceIsRefused() throws Exception {
        Peer.Socket socket = peer.socket();
        socket.next();
        socket.send("40/random");
        assertThat(socket.next()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void leavingOneNamespaceKeepsTheOthers() throws Exception {
        Peer.Socket socket = greeted();
        socket.send("40/custom");
        socket.next();
        socket.next();
        socket.send("41/custom");
        socket.send("42[\"message\",\"here\"]");
        assertThat(socket.next()).isEqualTo("42[\"message-back\",\"here\"]");
    }

    // ---- who may come in

    @Test
    void nobodyIsConnectedBeforeAsking() throws Exception {
        Peer.Socket socket = peer.socket();
        socket.next();
        server.server().getBroadcastOperations().sendEvent("secret");
        assertThat(server.server().getAllClients()).isEmpty();
        socket.send("40");
        assertThat(socket.next()).startsWith("40{");
    }

    @Test
    void whoNeverAsksIsClosed() throws Exception {
        var recorded = new RecordedMetrics();
        TransportLimits limits = LIMITS.with(LIMITS.timeouts().withJoin(Duration.ofMillis(500)));
        try (var impatient = ProtocolTestServer.socketIo(limits, recorded, ProtocolTestServer::accepted)) {
            Peer.Socket socket = new Peer(impatient.port(), "/socket.io").socket();
            assertThat(socket.next()).startsWith("0{");
            assertThat(socket.next()).isEqualTo("closed");
            assertThat(recorded.ends.poll(5, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.NEVER_JOINED);
            assertThat(impatient.pipeline().sessionCount()).isZero();
        }
    }

    @Test
    void aRefusedClientIsToldWhyAndMaySayNothing() throws Exception {
        Peer.Socket socket = peer.socket();
        socket.next();
        socket.send("40{\"token\":\"bad\"}");
        assertThat(socket.next()).isEqualTo("44{\"message\":\"unauthorized\",\"data\":{\"code\":\"token_invalid\"}}");
        assertThat(server.server().getAllClients()).isEmpty();
        server.server().getBroadcastOperations().sendEvent("secret");
        socket.send("42[\"message\",\"let me in\"]");
        assertThat(socket.next()).isEqualTo("closed");
        assertThat(clients).isEmpty();
    }

    @Test
    void broadcastsDoNotReachAClientDuringItsAuthorization() throws Exception {
        Peer.Socket socket = peer.socket();
        socket.next();
        socket.send("40{\"token\":\"slow\"}");
        server.server().getBroadcastOperations().sendEvent("secret");
        slowAnswer.complete(new ConnectDecision.Accepted(new Greetings.Auth(NullNode.getInstance())));
        assertThat(socket.next()).startsWith("40{");
        assertThat(clients.poll(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void whoeverSpeaksWhileTheGateThinksIsClosed() throws Exception {
        Peer.Socket socket = peer.socket();
        socket.next();
        socket.send("40{\"token\":\"slow\"}");
        socket.send("42[\"message\",\"too early\"]");
        assertThat(socket.next()).isEqualTo("closed");
        slowAnswer.complete(new ConnectDecision.Accepted(new Greetings.Auth(NullNode.getInstance())));
        assertThat(clients).isEmpty();
        assertThat(server.server().getAllClients()).isEmpty();
    }

    @Test
    void aFailedAuthorizationRefusesTheClient() throws Exception {
        Peer.Socket socket = peer.socket();
        socket.next();
        socket.send("40{\"token\":\"broken\"}");
        assertThat(socket.next()).isEqualTo("44{\"message\":\"unavailable\"}");
    }

    // ---- the server's side

    @Test
    void theServerDisconnectsAClientOnEitherTransport() throws Exception {
        Peer.Socket socket = greeted();
        Session.of(clients.take()).close(DisconnectReason.SERVER_DISCONNECT);
        assertThat(socket.next()).isEqualTo("41");
        assertThat(socket.next()).isEqualTo("closed");
        String sid = peer.open();
        peer.push(sid, "40");
        Session.of(clients.take()).close(DisconnectReason.SERVER_DISCONNECT);
        assertThat(peer.poll(sid).body()).endsWith("41");
        assertThat(peer.push(sid, "1").statusCode()).isEqualTo(200);
        assertThat(peer.poll(sid).body()).isEqualTo("1");
        assertThat(peer.poll(sid).statusCode()).isEqualTo(400);
    }

    /** Packets are written, or a poll arrives, between the call of disconnect and its execution. */
    @Test
    void aDisconnectReachesTheClientWhateverIsQueuedAfterIt() throws Exception {
        Peer.Socket socket = greeted();
        SocketIOClient client = clients.take();
        Session session = Session.of(client);
        var isOrdered = new CountDownLatch(1);
        session.engine().run(() -> await(isOrdered));
        session.close(DisconnectReason.SERVER_DISCONNECT);
        client.sendEvent("too late");
        isOrdered.countDown();
        assertThat(socket.next()).isEqualTo("41");
        assertThat(socket.next()).isEqualTo("closed");
    }

    @Test
    void aDisconnectReachesTheClientEvenIfItsSessionIsClosedNext() throws Exception {
        Peer.Socket socket = greeted();
        SocketIOClient client = clients.take();
        Session session = Session.of(client);
        var isOrdered = new CountDownLatch(1);
        session.engine().run(() -> await(isOrdered));
        client.disconnect();
        session.close(DisconnectReason.SERVER_DISCONNECT);
        isOrdered.countDown();
        assertThat(socket.next()).isEqualTo("41");
        assertThat(socket.next()).isEqualTo("closed");
    }

    @Test
    void theDisconnectReachesTheClientAlsoWhenAPollArrivesWithTheEnd() throws Exception {
        for (int client = 0; client < 100; client++) {
            String sid = peer.open();
            peer.push(sid, "40");
            Session.of(clients.take()).close(DisconnectReason.SERVER_DISCONNECT);
            assertThat(peer.poll(sid).body()).endsWith("41");
            assertThat(peer.poll(sid).body()).isEqualTo("1");
        }
    }

    @Test
    void packetsAfterADisconnectByTheServerAreIgnored() throws Exception {
        Peer.Socket socket = greeted();
        socket.send("40/custom");
        socket.next();
        socket.next();
        clients.take().disconnect();
        assertThat(socket.next()).isEqualTo("41");
        socket.send("42[\"message\",\"on its way\"]");
        socket.send("42/custom,[\"message\",\"here\"]");
        assertThat(socket.next()).isEqualTo("42/custom,[\"message-back\",\"here\"]");
    }

    @Test
    void aClientAcknowledgesWhatTheServerAsks() throws Exception {
        Peer.Socket socket = greeted();
        var answer = new CompletableFuture<JsonNode>();
        clients.take()
                .sendEvent(
                        "question",
                        new AckCallback<>(JsonNode.class) {
                            @Override
                            public void onSuccess(JsonNode result) {
                                answer.complete(result);
                            }
                        },
                        "how are you");
        String question = socket.next();
        assertThat(question).endsWith("[\"question\",\"how are you\"]");
        String id = question.substring(2, question.indexOf('['));
        socket.send("43" + id + "[{\"fine\":true}]");
        socket.send("43" + id + "[\"twice\"]");
        assertThat(answer.get(5, TimeUnit.SECONDS).toString()).isEqualTo("{\"fine\":true}");
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsMissedAndOneThatComesLaterIgnored() throws Exception {
        Peer.Socket socket = greeted();
        var missed = new CountDownLatch(1);
        clients.take().sendEvent("question", new AckCallback<>(JsonNode.class, 1) {
            @Override
            public void onSuccess(JsonNode result) {
                fail("there was no answer");
            }

            @Override
            public void onTimeout() {
                missed.countDown();
            }
        });
        String question = socket.next();
        await(missed);
        socket.send("43" + question.substring(2, question.indexOf('[')) + "[\"late\"]");
        socket.send("42[\"message\"]");
        assertThat(socket.next()).isEqualTo("42[\"message-back\"]");
    }

    @Test
    void aDisconnectLeavesNothingBehind() throws Exception {
        Peer.Socket socket = greeted();
        SocketIOClient client = clients.take();
        socket.abort();
        assertThat(metrics.ends.poll(5, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
        assertThat(server.server().getAllClients()).isEmpty();
        assertThat(server.pipeline().sessionCount()).isZero();
        assertThat(client.getAllRooms()).isEmpty();
        client.sendEvent("to nobody");
        Session.of(client).close(DisconnectReason.SERVER_DISCONNECT);
        assertThat(metrics.ends.poll()).isNull();
    }

    private static void await(CountDownLatch latch) {
        Waiting.until("it is released", () -> latch.getCount() == 0);
    }

    private Peer.Socket greeted() throws InterruptedException {
        Peer.Socket socket = peer.joined();
        assertThat(socket.next()).contains("auth");
        return socket;
    }
}
