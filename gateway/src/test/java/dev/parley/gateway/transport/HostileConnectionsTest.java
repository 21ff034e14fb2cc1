package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.transport.limits.MemoryLimits;
import dev.parley.gateway.transport.limits.SessionLimits;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.testing.Waiting;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Hostile connections, as many as {@code -Dparley.hostile.connections} says, beside clients that behave: those notice nothing,
 * and of the others nothing is left. Prints what the server holds before and after.
 */
@Timeout(1_800)
class HostileConnectionsTest {

    private static final int CONNECTIONS = Integer.getInteger("parley.hostile.connections", 330);
    private static final int ATTACKERS = 8;
    private static final int WARM_UP = 33;
    private static final Duration SLOW_MACHINE = Duration.ofSeconds(60);

    /** Short enough that silent clients time out within the test, long enough for a pong on a busy machine. */
    private static final TransportLimits LIMITS = new TransportLimits(
            new TransportLimits.Timeouts(
                    Duration.ofMillis(500),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(2)),
            100_000,
            1_000,
            1 << 20,
            10,
            20,
            new SessionLimits(1_000_000, 1_000_000),
            MemoryLimits.forHeap(Runtime.getRuntime().maxMemory()));

    private final ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final RecordedMetrics metrics = new RecordedMetrics();
    private final AtomicLong exchanged = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private WatchedPipeline pipeline;
    private ProtocolTestServer server;

    @BeforeEach
    void start() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + " " + records));
        pipeline = new WatchedPipeline(LIMITS, metrics);
        server = ProtocolTestServer.socketIo(ProtocolTestServer.freePort(), ProtocolTestServer.MANY_LOOPS, pipeline);
    }

    @AfterEach
    void stop() {
        System.out.println("sessions ended: "
                + metrics.ends.stream()
                        .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting())));
        threads.shutdownNow();
        server.close();
        ByteBufUtil.setLeakListener(null);
        ResourceLeakDetector.setLevel(usual);
    }

    @Test
    void nothingIsLeftOfHostileConnectionsAndGoodClientsNoticeNothing() throws Exception {
        besideGoodClients(WARM_UP);
        Residue before = settled(Residue.none());
        besideGoodClients(CONNECTIONS);
        Residue after = settled(before);
        System.out.println(
                CONNECTIONS + " hostile connections, " + exchanged + " messages of good clients beside them");
        System.out.println(Residue.head());
        System.out.println(before.row("before"));
        System.out.println(after.row("after"));
        assertThat(leaks).isEmpty();
        assertThat(exchanged.get()).isGreaterThan(CONNECTIONS / 10);
    }

    /** The hostile sockets are open on their side until nothing of them is left here. */
    private void besideGoodClients(int connections) throws Exception {
        var isOver = new AtomicBoolean();
        List<Future<?>> good = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            good.add(threads.submit(talkByWebSocket(isOver)));
            good.add(threads.submit(talkByPolling(isOver)));
        }
        try (var hostile = new HostilePeer(server.port())) {
            attack(hostile, connections);
            awaitOnlyGoodClients(good.size());
            isOver.set(true);
            for (Future<?> talk : good) {
                talk.get(60, TimeUnit.SECONDS);
            }
            Waiting.until("no connection is left", () -> pipeline.openChannels() == 0);
        }
    }

    /** Sessions end by their own timeouts, of 10 seconds at most. */
    private void awaitOnlyGoodClients(int good) {
        try {
            Waiting.until("only good clients are left", SLOW_MACHINE, () -> pipeline.sessionCount() <= good);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + String.join("\n", openSessions()), e);
        }
    }

    private List<String> openSessions() {
        List<String> sessions = new ArrayList<>();
        pipeline.forEachSession(session -> sessions.add("%s, %d namespaces, deadlines of its loop: %s"
                .formatted(
                        session.getCurrentTransport(),
                        session.getNamespaces().size(),
                        deadlines(session.eventLoop()))));
        return sessions;
    }

    private String deadlines(EventLoop loop) {
        Future<Integer> count =
                loop.submit(() -> pipeline.context(loop).deadlines().size());
        try {
            return count.get(1, TimeUnit.SECONDS).toString();
        } catch (Exception e) {
            return "unknown, the loop does not answer";
        }
    }

    private void attack(HostilePeer hostile, int connections) throws Exception {
        var next = new AtomicLong();
        List<Future<?>> attackers = new ArrayList<>();
        for (int i = 0; i < ATTACKERS; i++) {
            attackers.add(threads.submit(() -> {
                for (long seed = next.getAndIncrement(); seed < connections; seed = next.getAndIncrement()) {
                    hostile.attack(seed);
                }
            }));
        }
        for (Future<?> attacker : attackers) {
            attacker.get(300 + connections / 10, TimeUnit.SECONDS);
        }
    }

    private Callable<Void> talkByWebSocket(AtomicBoolean isOver) {
        return () -> {
            Peer.Socket socket = new Peer(server.port(), "/socket.io").socket();
            assertThat(socket.next()).startsWith("0{");
            socket.send("40");
            assertThat(socket.next()).startsWith("40{");
            assertThat(socket.next()).startsWith("42[\"auth\"");
            for (int i = 0; !isOver.get(); i++) {
                socket.send("42[\"message\"," + i + "]");
                assertThat(socket.next()).isEqualTo("42[\"message-back\"," + i + "]");
                spoke();
            }
            socket.send("1");
            return null;
        };
    }

    private Callable<Void> talkByPolling(AtomicBoolean isOver) {
        return () -> {
            var peer = new Peer(server.port(), "/socket.io");
            String sid = peer.open();
            peer.push(sid, "40");
            for (int i = 0; !isOver.get(); i++) {
                peer.push(sid, "42[\"message\"," + i + "]");
                hearNext(peer, sid, "42[\"message-back\"," + i + "]");
                spoke();
            }
            peer.push(sid, "1");
            return null;
        };
    }

    private static void hearNext(Peer peer, String sid, String expected) throws Exception {
        boolean isHeard = false;
        while (!isHeard) {
            for (String packet : peer.poll(sid).body().split("\u001e")) {
                if (packet.equals("2")) {
                    peer.push(sid, "3");
                } else if (!packet.startsWith("40{") && !packet.startsWith("42[\"auth\"")) {
                    assertThat(packet).isEqualTo(expected);
                    isHeard = true;
                }
            }
        }
    }

    private void spoke() {
        exchanged.incrementAndGet();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    /** Waits until the idle server holds no more than {@code before}. */
    private Residue settled(Residue before) {
        Residue[] last = new Residue[1];
        try {
            Waiting.until("the server holds what it held", () -> {
                letLeaksBeReported();
                last[0] = Residue.of(server, pipeline);
                return last[0].isBackAt(before);
            });
        } catch (AssertionError e) {
            throw new AssertionError(
                    String.join("\n", "", Residue.head(), before.row("before"), last[0].row("after")), e);
        }
        return last[0];
    }

    /** The detector finds a buffer that the collector has taken, and says so when the next one is made. */
    private static void letLeaksBeReported() {
        System.gc();
        for (int i = 0; i < 10; i++) {
            ByteBufAllocator.DEFAULT.buffer(16).release();
        }
    }
}
