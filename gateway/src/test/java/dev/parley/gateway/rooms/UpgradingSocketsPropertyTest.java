package dev.parley.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.testing.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several threads broadcast while sockets upgrade from polling to websocket: nothing is lost, doubled or, for one sender, reordered,
 * and the sockets of a room agree on the order of its broadcasts.
 */
class UpgradingSocketsPropertyTest {
    private static final int SENDERS = 3;
    private static final int BROADCASTS = 400;
    private static final List<String> ROOMS = List.of("chat", "ada", "bob", "eve");
    private static final MultiThreadIoEventLoopGroup LOOPS =
            new MultiThreadIoEventLoopGroup(3, NioIoHandler.newFactory());

    private record Socket(RecordingSocket recipient, Member member, Set<String> rooms) {

        boolean isMeant(BroadcastTarget target) {
            boolean included =
                    target.rooms().isEmpty() || target.rooms().stream().anyMatch(rooms::contains);
            return included && target.except().stream().noneMatch(rooms::contains);
        }
    }

    private record Sent(BroadcastTarget target, String text) {}

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @AfterAll
    static void stop() {
        LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsLostDoubledOrReordered(long seed) {
        Random random = new Random(seed);
        LocalRooms rooms = new LocalRooms(
                RoomSubscriptions.none(), new DeliveryMetrics(new SimpleMeterRegistry()), DeliveryTrace.NONE);
        List<Socket> sockets = IntStream.range(0, 8)
                .mapToObj(i -> socket("seed " + seed + ", socket " + i, rooms, random))
                .toList();
        List<List<Sent>> plans = IntStream.range(0, SENDERS)
                .mapToObj(sender -> plan(sender, random))
                .toList();

        List<CompletableFuture<Void>> senders = plans.stream()
                .map(plan -> CompletableFuture.runAsync(() -> plan.forEach(sent -> deliver(rooms, sent))))
                .toList();
        sockets.stream().filter(socket -> random.nextInt(4) > 0).forEach(socket -> upgrade(socket, random));
        senders.forEach(Waiting::of);

        for (Socket socket : sockets) {
            List<List<String>> expected =
                    plans.stream().map(plan -> meantFor(socket, plan)).toList();
            int total = expected.stream().mapToInt(List::size).sum();
            Waiting.until(
                    socket + " has heard " + total, () -> socket.recipient().heardCount() >= total);
            assertThat(bySender(socket)).as("seed %d: %s", seed, socket).isEqualTo(expected);
        }
        assertThat(sockets.stream()
                        .filter(socket -> socket.rooms().contains("chat"))
                        .map(UpgradingSocketsPropertyTest::ofTheChat)
                        .distinct())
                .as("seed %d: one order for all of the chat", seed)
                .hasSizeLessThanOrEqualTo(1);
    }

    private static Socket socket(String name, LocalRooms rooms, Random random) {
        EventLoop loop = LOOPS.next();
        RecordingSocket recipient =
                random.nextInt(4) > 0 ? RecordingSocket.polling(name, loop) : RecordingSocket.websocket(name, loop);
        Member member = new Member(recipient);
        rooms.enter(member);
        Set<String> joined = new HashSet<>();
        ROOMS.stream().filter(room -> random.nextBoolean()).forEach(joined::add);
        joined.forEach(room -> Waiting.of(rooms.join(member, room)));
        Waiting.until(name + " is listened to", recipient::isListenedTo);
        return new Socket(recipient, member, joined);
    }

    private static List<Sent> plan(int sender, Random random) {
        List<Sent> plan = new ArrayList<>();
        for (int i = 0; i < BROADCASTS; i++) {
            plan.add(new Sent(target(random), sender + " " + i));
        }
        return plan;
    }

    private static BroadcastTarget target(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> BroadcastTarget.everyone();
            case 1 -> new BroadcastTarget(List.of("ada", "bob"), List.of());
            case 2 -> BroadcastTarget.room("chat").except(List.of("eve"));
            case 3, 4 -> BroadcastTarget.room(ROOMS.get(random.nextInt(ROOMS.size())));
            default -> BroadcastTarget.room("chat");
        };
    }

    private static void deliver(LocalRooms rooms, Sent sent) {
        String marker = sent.target().equals(BroadcastTarget.room("chat")) ? "chat " : "";
        rooms.deliver(sent.target(), new EncodedPacket((marker + sent.text()).getBytes(StandardCharsets.UTF_8)));
        if (sent.text().hashCode() % 16 == 0) {
            Thread.yield();
        }
    }

    private static void upgrade(Socket socket, Random random) {
        for (int i = random.nextInt(50_000); i > 0; i--) {
            Thread.onSpinWait();
        }
        socket.recipient().upgrade();
    }

    private static List<String> meantFor(Socket socket, List<Sent> plan) {
        return plan.stream()
                .filter(sent -> socket.isMeant(sent.target()))
                .map(Sent::text)
                .toList();
    }

    private static List<List<String>> bySender(Socket socket) {
        List<String> heard = socket.recipient().heard().stream()
                .map(text -> text.replace("chat ", ""))
                .toList();
        return IntStream.range(0, SENDERS)
                .mapToObj(sender -> heard.stream()
                        .filter(text -> text.startsWith(sender + " "))
                        .toList())
                .toList();
    }

    private static List<String> ofTheChat(Socket socket) {
        return socket.recipient().heard().stream()
                .filter(text -> text.startsWith("chat "))
                .toList();
    }
}
