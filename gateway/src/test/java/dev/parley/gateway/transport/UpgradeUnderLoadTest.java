package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that upgrade from one event loop to another while messages flow both ways. */
@Timeout(120)
class UpgradeUnderLoadTest {

    private static final int UPGRADES = 50;

    private final ProtocolTestServer server = ProtocolTestServer.socketIo(
            TransportLimits.forHeap(1L << 30).withHeartbeat(Duration.ofSeconds(20), Duration.ofSeconds(20)),
            TransportMetrics.NONE,
            ProtocolTestServer::accepted);
    private final Peer peer = new Peer(server.port(), "/socket.io");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void nothingIsLostReorderedOrDoubled() throws Exception {
        for (int i = 0; i < UPGRADES; i++) {
            upgradeOnce();
        }
    }

    /** Like the official client: pushes and polls, then stops both, waits for the last poll, and goes on by websocket. */
    private void upgradeOnce() throws Exception {
        String sid = peer.open();
        peer.push(sid, "40");
        List<String> heard = new ArrayList<>();
        var isPaused = new AtomicBoolean();
        var sent = new AtomicInteger();
        Peer.Socket socket = peer.socket("EIO=4&transport=websocket&sid=" + sid);
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
