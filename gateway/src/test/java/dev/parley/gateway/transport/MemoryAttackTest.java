package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.socketio.SocketIoEncoder;
import dev.parley.gateway.transport.limits.CorsPolicy;
import dev.parley.gateway.transport.limits.MemoryLimits;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.limits.TrustedProxies;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that make a node hold memory lose their connections before the node runs out of it; others go on. */
@Timeout(120)
class MemoryAttackTest {
    private static final int MB = 1 << 20;
    private static final MemoryLimits MEMORY = new MemoryLimits(4 * MB, MB, 4 * MB, 4 * MB);

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final BlockingQueue<Session> joined = new LinkedBlockingQueue<>();
    private final ProtocolTestServer server = ProtocolTestServer.socketIo(
            ProtocolTestServer.freePort(),
            2,
            new SocketIoPipeline(
                    TransportLimits.forHeap(1L << 30)
                            .withHeartbeat(Duration.ofSeconds(60), Duration.ofSeconds(60))
                            .with(MEMORY),
                    TrustedProxies.none(),
                    CorsPolicy.anyOrigin(),
                    ProtocolTestServer::accepted,
                    metrics));
    private final HostilePeer hostile = new HostilePeer(server.port());
    private Peer.Socket bystander;

    @BeforeEach
    void connectTheBystander() throws Exception {
        server.server().addConnectListener(client -> joined.add(Session.of(client)));
        bystander = new Peer(server.port(), "/socket.io").joined();
        assertThat(bystander.next()).startsWith("42[\"auth\"");
        joined.take();
    }

    @AfterEach
    void theBystanderNoticedNothing() throws Exception {
        bystander.send("42[\"message\",1]");
        assertThat(bystander.next()).isEqualTo("42[\"message-back\",1]");
        hostile.close();
        Waiting.until("nothing is held any more", () -> server.pipeline().inboundBytes() == 0);
        server.close();
    }

    @Test
    void attachmentsOfOnePacketAreBoundedInBytes() throws Exception {
        Socket socket = hostile.joined("");
        HostilePeer.send(socket, announcement());
        sendUntilClosed(socket, frame(0x82, 60_000), 40);
        assertThat(metrics.ends.poll(10, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.TOO_LARGE);
    }

    @Test
    void attachmentsOfAllSocketsAreBoundedInBytes() throws Exception {
        for (int i = 0; i < 20; i++) {
            Socket socket = hostile.joined("");
            HostilePeer.send(socket, announcement());
            sendUntilClosed(socket, frame(0x82, 60_000), 15);
        }
        assertThat(metrics.ends.poll(10, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.TOO_MUCH_MEMORY);
        awaitTheInboundBudget();
    }

    @Test
    void halfSentFramesFragmentsAndBodiesAreBoundedInBytes() throws Exception {
        String sid = hostile.openPolling();
        for (int i = 0; i < 12; i++) {
            sendUntilClosed(hostile.joined(""), openFrame(0x81, 900_000), 1);
            sendUntilClosed(hostile.joined(""), frame(0x01, 60_000), 10);
            Socket post = hostile.connect();
            String head = "POST /socket.io/?EIO=4&transport=polling&sid=" + sid
                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n";
            sendUntilClosed(post, (head + "x".repeat(800_000)).getBytes(StandardCharsets.US_ASCII), 1);
        }
        Waiting.until("a half-sent frame is given up", () -> metrics.ends.contains(DisconnectReason.TOO_MUCH_MEMORY));
        Waiting.until("a half-sent body is given up", () -> metrics.refusals.contains("TOO_MUCH_MEMORY"));
        awaitTheInboundBudget();
    }

    /** Bytes of many connections arrive at once; a bound that counts only what has been read comes too late. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 900000", "Transfer-Encoding: chunked"})
    void bodiesAreChargedBeforeTheyArrive(String length) throws Exception {
        for (int i = 0; i < 12; i++) {
            HostilePeer.send(
                    hostile.connect(),
                    ("POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }
        Waiting.until("those over the budget are closed", () -> metrics.refusals.size() >= 6);
        assertThat(metrics.refusals).containsOnly("TOO_MUCH_MEMORY");
        awaitTheInboundBudget();
    }

    @Test
    void framesAreChargedBeforeTheyArrive() throws Exception {
        for (int i = 0; i < 12; i++) {
            Socket socket = hostile.joined("");
            byte[] header = ByteBuffer.allocate(14)
                    .put((byte) 0x81)
                    .put((byte) 0xff)
                    .putLong(900_000)
                    .array();
            HostilePeer.send(socket, Arrays.copyOf(header, 1));
            HostilePeer.send(socket, Arrays.copyOfRange(header, 1, 14));
        }
        Waiting.until("those over the budget are closed", () -> metrics.ends.size() >= 6);
        assertThat(metrics.ends).containsOnly(DisconnectReason.TOO_MUCH_MEMORY);
        awaitTheInboundBudget();
    }

    /** The kernel keeps some megabytes of a connection; what is more, the server must not take. */
    @Test
    void aClientThatReadsNoPongIsNotReadFromEither() throws Exception {
        try (SocketChannel channel = unreadWebSocket()) {
            byte[] ping = new byte[6 + 4];
            ping[0] = (byte) 0x89;
            ping[1] = (byte) 0x84;
            assertThat(accepted(channel, repeated(ping), 160 * MB)).isLessThan(100 * MB);
            assertThat(server.pipeline().outboundBytes()).isLessThan(MB);
            channel.configureBlocking(true);
            readToTheEnd(channel);
        }
    }

    @Test
    void aClientThatReadsNoResponseIsNotReadFromEither() throws Exception {
        try (SocketChannel channel = connected()) {
            byte[] request = "OPTIONS /socket.io/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(accepted(channel, repeated(request), 160 * MB)).isLessThan(100 * MB);
            assertThat(server.pipeline().outboundBytes()).isLessThan(MB);
        }
    }

    @Test
    void pollingClientsThatDoNotPollAreBoundedInSum() throws Exception {
        var peer = new Peer(server.port(), "/socket.io");
        var packet = SocketIoEncoder.encode("/", "news", "x".repeat(100_000));
        for (int i = 0; i < 10; i++) {
            peer.push(peer.open(), "40");
            Session session = joined.take();
            for (int j = 0; j < 5 + i; j++) {
                session.write(packet);
            }
        }
        assertThat(metrics.ends.poll(10, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.TOO_MUCH_MEMORY);
        awaitTheOutboundBudget();
    }

    @Test
    void webSocketsThatDoNotReadAreBoundedInSum() throws Exception {
        for (int i = 0; i < 6 && metrics.ends.isEmpty(); i++) {
            Socket socket = hostile.joined("");
            socket.setReceiveBufferSize(4_096);
            Session session = joined.take();
            for (int j = 0; j < 120; j++) {
                session.write(SocketIoEncoder.encode("/", "news", "x".repeat(60_000)));
            }
        }
        assertThat(metrics.ends.poll(10, TimeUnit.SECONDS))
                .isIn(DisconnectReason.TOO_MUCH_MEMORY, DisconnectReason.SLOW_READER);
        awaitTheOutboundBudget();
    }

    @Test
    void connectTriesAreBoundedInTime() throws Exception {
        sendUntilClosed(hostile.joined(""), HostilePeer.frame(0x81, "40/unknown,"), 30);
        assertThat(metrics.ends.poll(10, TimeUnit.SECONDS)).isEqualTo(DisconnectReason.TOO_MANY_CONNECTS);
    }

    /** What goes over the budget is charged until its holder is evicted, so the sum may exceed it for a moment. */
    private void awaitTheInboundBudget() {
        Waiting.until("the inbound budget is kept", () -> server.pipeline().inboundBytes() <= MEMORY.inbound());
    }

    private void awaitTheOutboundBudget() {
        Waiting.until("the outbound budget is kept", () -> server.pipeline().outboundBytes() <= MEMORY.outbound());
    }

    private static byte[] announcement() {
        StringBuilder placeholders = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            placeholders.append(",{\"_placeholder\":true,\"num\":").append(i).append('}');
        }
        return HostilePeer.frame(0x81, ("45100-[\"message\"" + placeholders + "]"));
    }

    private static byte[] frame(int first, int length) {
        return HostilePeer.frame(first, "4" + "x".repeat(length - 1));
    }

    /** A frame of {@code length} bytes whose last thousand never come. */
    private static byte[] openFrame(int first, int length) {
        return ByteBuffer.allocate(14 + length - 1_000)
                .put((byte) first)
                .put((byte) 0xff)
                .putLong(length)
                .array();
    }

    private static void sendUntilClosed(Socket socket, byte[] bytes, int times) {
        try {
            for (int i = 0; i < times; i++) {
                HostilePeer.send(socket, bytes);
            }
        } catch (IOException e) {
            // closed by the server, which is one way to keep its bounds
        }
    }

    private SocketChannel connected() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 8_192);
        channel.connect(new InetSocketAddress("127.0.0.1", server.port()));
        return channel;
    }

    private SocketChannel unreadWebSocket() throws IOException {
        SocketChannel channel = connected();
        channel.write(ByteBuffer.wrap(HostilePeer.upgrade("", "").getBytes(StandardCharsets.US_ASCII)));
        HostilePeer.head(channel.socket());
        channel.write(ByteBuffer.wrap(HostilePeer.frame(0x81, "40")));
        return channel;
    }

    private static byte[] repeated(byte[] message) {
        ByteBuffer all = ByteBuffer.allocate(message.length * (60_000 / message.length));
        while (all.hasRemaining()) {
            all.put(message);
        }
        return all.array();
    }

    /** Bytes of at most {@code most} that the other end takes before it takes nothing for two seconds. */
    private static long accepted(SocketChannel channel, byte[] messages, long most) throws IOException {
        channel.configureBlocking(false);
        ByteBuffer next = ByteBuffer.wrap(messages);
        long accepted = 0;
        long last = System.nanoTime();
        while (accepted < most && System.nanoTime() - last < TimeUnit.SECONDS.toNanos(2)) {
            int written = channel.write(next);
            accepted += written;
            if (written > 0) {
                last = System.nanoTime();
            } else {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            if (!next.hasRemaining()) {
                next.rewind();
            }
        }
        return accepted;
    }

    /** Reads until the last ping that was sent is answered, which ends with the peer's close. */
    private static void readToTheEnd(SocketChannel channel) throws IOException {
        channel.shutdownOutput();
        InputStream in = channel.socket().getInputStream();
        assertThat(in.readAllBytes()).hasSizeGreaterThan(1_000);
    }
}
