package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.transport.limits.CorsPolicy;
import dev.parley.gateway.transport.limits.MemoryLimits;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that enter no namespace do not keep others out. */
@Timeout(60)
class PendingSessionsTest {
    /** Room for about ten handshakes of a client without headers worth mentioning. */
    private static final MemoryLimits MEMORY = new MemoryLimits(1 << 20, 1 << 20, 1 << 20, 10 * 4_500);

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final ProtocolTestServer server = ProtocolTestServer.socketIo(
            ProtocolTestServer.freePort(),
            2,
            new SocketIoPipeline(
                    TransportLimits.forHeap(1L << 30)
                            .withHeartbeat(Duration.ofSeconds(20), Duration.ofSeconds(20))
                            .with(MEMORY),
                    TrustedProxies.of(List.of("127.0.0.1")),
                    CorsPolicy.anyOrigin(),
                    ProtocolTestServer::accepted,
                    metrics));
    private final Peer peer = new Peer(server.port(), "/socket.io");

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aFloodOfHandshakesClosesOnlyItsOwnOldestSessions() throws Exception {
        Peer.Socket joined = peer.joined();
        assertThat(joined.next()).startsWith("42[\"auth\"");
        String waiting = peer.open();
        for (int i = 0; i < 100; i++) {
            openFrom("198.51.100.1", i);
        }
        assertThat(server.pipeline().sessionCount()).isBetween(5, 9);
        peer.push(waiting, "40");
        assertThat(peer.poll(waiting).body()).startsWith("40{");
        joined.send("42[\"message\",1]");
        assertThat(joined.next()).isEqualTo("42[\"message-back\",1]");
        assertThat(metrics.ends).isNotEmpty().containsOnly(DisconnectReason.TOO_MANY_PENDING);
    }

    @Test
    void aFloodFromEverywhereClosesTheOldest() throws Exception {
        String oldest = peer.open();
        for (int i = 0; i < 100; i++) {
            openFrom("198.51.100." + i, i);
        }
        String newest = peer.open();
        assertThat(server.pipeline().sessionCount()).isLessThanOrEqualTo(11);
        assertThat(peer.push(oldest, "40").statusCode()).isEqualTo(400);
        assertThat(peer.push(newest, "40").statusCode()).isEqualTo(200);
    }

    private void openFrom(String address, int attempt) throws Exception {
        var answer = peer.send(peer.request("EIO=4&transport=polling").header("X-Forwarded-For", address));
        assertThat(answer.statusCode()).as("attempt %s", attempt).isEqualTo(200);
    }
}
