package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.eventloop.IoTransport;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.testing.Waiting;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sessions that upgrade while messages flow both ways, on each kernel interface of this machine. The websocket of an upgrade is mostly
 * accepted by another event loop than the session's, and moves there.
 */
@Timeout(300)
class UpgradeUnderLoadTest {

    private static final int UPGRADES = 50;
    private static final TransportLimits LIMITS =
            TransportLimits.forHeap(1L << 30).withHeartbeat(Duration.ofSeconds(20), Duration.ofSeconds(20));

    private final WatchedPipeline pipeline = new WatchedPipeline(LIMITS, TransportMetrics.NONE);
    private ProtocolTestServer server;
    private Peer peer;

    static Stream<IoTransport> transports() {
        return Stream.of(IoTransport.values()).filter(IoTransport::isAvailable);
    }

    private void start(IoTransport io) {
        server = ProtocolTestServer.socketIo(io, pipeline);
        peer = new Peer(server.port(), "/socket.io");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void nothingIsLostReorderedOrDoubled(IoTransport io) throws Exception {
        start(io);
        for (int i = 0; i < UPGRADES; i++) {
            upgradeOnce();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void nothingIsLeftOfConnectionsThatAreResetWhileTheyUpgrade(IoTransport io) throws Exception {
        start(io);
        String sid = peer.open();
        peer.push(sid, "40");
        for (int i = 0; i < UPGRADES; i++) {
            requestUpgradeAndReset(sid);
        }
        String other = peer.open();
        upgradeFully(other);
        Waiting.until("only the two sessions have connections", () -> pipeline.openChannels() <= 3);
        assertThat(peer.push(sid, message(1)).statusCode()).isEqualTo(200);
        assertThat(pipeline.sessionCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void theWebSocketMovesToTheEventLoopOfItsSession(IoTransport io) throws Exception {
        start(io);
        for (int i = 0; i < 2 * ProtocolTestServer.MANY_LOOPS; i++) {
            Peer.Socket socket = upgradeFully(peer.open());
            Set<EventLoop> loops = new HashSet<>();
            pipeline.forEachSession(session -> loops.add(session.eventLoop()));
            assertThat(pipeline.webSocketLoops()).isEqualTo(loops);
            socket.abort();
            Waiting.until("the session is closed", () -> pipeline.sessionCount() == 0);
        }
    }

    private void requestUpgradeAndReset(String sid) throws IOException {
        try (var connection = new Socket("127.0.0.1", server.port())) {
            connection.setSoLinger(true, 0);
            connection
                    .getOutputStream()
                    .write(("GET /socket.io/?EIO=4&transport=websocket&sid=" + sid + " HTTP/1.1\r\nHost: x\r\n"
                                    + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }
    }

    private Peer.Socket upgradeFully(String sid) throws Exception {
        Peer.Socket socket = peer.socketOnNewConnection("EIO=4&transport=websocket&sid=" + sid);
        socket.send("2probe");
        assertThat(socket.next()).isEqualTo("3probe");
        socket.send("5");
        socket.send("40");
        assertThat(socket.next()).startsWith("40{");
        return socket;
    }

    /** Like the official client: pushes and polls, then stops both, waits for the last poll, and goes on by websocket. */
    private void upgradeOnce() throws Exception {
        String sid = peer.open();
        peer.push(sid, "40");
        List<String> heard = new ArrayList<>();
        var isPaused = new AtomicBoolean();
        var sent = new AtomicInteger();
        Peer.Socket socket = peer.socketOnNewConnection("EIO=4&transport=websocket&sid=" + sid);
        var poller = new Thread(() -> pollUntil(isPaused, sid, heard));
        poller.start();
        push(sid, sent, 30);
        socket.send("2probe");
        push(sid, sent, 30);
        assertThat(socket.next()).isEqualTo("3probe");
        isPaused.set(true);
        push(sid, sent, 30);
        poller.join();
        socket.send("5");
        for (int i = 0; i < 30; i++) {
            socket.send(message(sent.getAndIncrement()));
        }
        String last = "42[\"message-back\"," + (sent.get() - 1) + "]";
        while (heard.isEmpty() || !heard.get(heard.size() - 1).equals(last)) {
            keep(socket.next(), heard);
            assertThat(heard.size()).isLessThanOrEqualTo(sent.get());
        }
        for (int i = 0; i < sent.get(); i++) {
            assertThat(heard.get(i)).isEqualTo("42[\"message-back\"," + i + "]");
        }
        socket.abort();
    }

    private void push(String sid, AtomicInteger sent, int messages) throws Exception {
        for (int i = 0; i < messages; i += 10) {
            var payload = new StringBuilder(message(sent.getAndIncrement()));
            for (int k = 1; k < 10; k++) {
                payload.append('\u001e').append(message(sent.getAndIncrement()));
            }
            assertThat(peer.push(sid, payload.toString()).statusCode()).isEqualTo(200);
        }
    }

    private void pollUntil(AtomicBoolean isPaused, String sid, List<String> heard) {
        try {
            while (!isPaused.get()) {
                for (String packet : peer.poll(sid).body().split("\u001e")) {
                    keep(packet, heard);
                }
            }
        } catch (Exception e) {
            heard.add(e.toString());
        }
    }

    private static void keep(String packet, List<String> heard) {
        if (!packet.equals("6") && !packet.startsWith("40{") && !packet.startsWith("42[\"auth\"")) {
            heard.add(packet);
        }
    }

    private static String message(int number) {
        return "42[\"message\"," + number + "]";
    }
}
