package dev.parley.gateway.recovery;

import static dev.parley.gateway.cluster.TestNode.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.cluster.MissedPackets;
import dev.parley.gateway.rooms.RecordingSocket;
import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.socketio.SocketIoEncoder;
import dev.parley.testing.Waiting;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BufferingSocketTest {
    private static final long FIRST = 1732384000000001L;

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final RecordingSocket socket = RecordingSocket.websocket("Ada", loops.next());
    private final AtomicInteger overflows = new AtomicInteger();
    private final BufferingSocket returning = new BufferingSocket(socket, overflows::incrementAndGet);

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void liveEventsWaitForMissedOnesAndNothingArrivesTwice() {
        onLoop(() -> {
            hears(2, 3, 4);
            returning.replay(new MissedPackets(List.of(event(1), event(2), event(3)), FIRST + 3));
            hears(5);
        });
        assertThat(socket.heard()).containsExactly(heard(1), heard(2), heard(3), heard(4), heard(5));
    }

    @Test
    void whatArrivesLateAfterTheReplayIsLeftOutToo() {
        onLoop(() -> {
            returning.replay(new MissedPackets(List.of(event(1), event(2)), FIRST + 2));
            hears(1, 2, 3);
        });
        assertThat(socket.heard()).containsExactly(heard(1), heard(2), heard(3));
    }

    @Test
    void whatHasNoOffsetIsNotHeldBackForEver() {
        EncodedPacket plain = SocketIoEncoder.encode("/", "said", "by a peer");
        onLoop(() -> {
            returning.write(plain);
            returning.replay(new MissedPackets(List.of(event(1)), FIRST + 1));
            returning.write(plain);
        });
        assertThat(socket.heard()).containsExactly(heard(1), said("by a peer"), said("by a peer"));
    }

    @Test
    void framesAreTakenAgainOnceNothingCanComeTwiceAnyMore() {
        onLoop(() -> {
            assertThat(returning.takesFrames()).isFalse();
            returning.replay(new MissedPackets(List.of(), FIRST));
            assertThat(returning.takesFrames()).isFalse();
            hears(1);
            assertThat(returning.takesFrames()).isTrue();
        });
    }

    @Test
    void noMoreWaitsThanMay() {
        onLoop(() -> {
            hears(IntStream.range(0, 1_000).toArray());
            assertThat(overflows).hasValue(0);
            hears(1_000);
        });
        assertThat(overflows).hasValue(1);
    }

    @Test
    void itIsTheSocketItself() {
        assertThat(returning.socket()).isSameAs(socket);
        assertThat(returning.eventLoop()).isSameAs(socket.eventLoop());
    }

    private void hears(int... numbers) {
        for (int number : numbers) {
            returning.write(event(number));
        }
    }

    private static EncodedPacket event(int number) {
        return SocketIoEncoder.encode("/", "said", number, Long.toString(FIRST + number));
    }

    private static String heard(int number) {
        return "42[\"said\"," + number + ",\"" + (FIRST + number) + "\"]";
    }

    private void onLoop(Runnable action) {
        Waiting.of(CompletableFuture.runAsync(action, socket.eventLoop()));
    }
}
