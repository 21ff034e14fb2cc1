package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.socketio.EncodedPacket;
import dev.parley.gateway.transport.http.HttpExchange;
import dev.parley.gateway.transport.limits.ByteBudget;
import dev.parley.gateway.transport.limits.TransportLimits;
import dev.parley.gateway.transport.loop.LoopContext;
import dev.parley.testing.Waiting;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that missed a packet must not go on as if it had not. */
class SessionWriterTest {
    private static final TransportLimits LIMITS = TransportLimits.forHeap(1L << 30);

    private final EventLoop loop = new DefaultEventLoop();
    private final Queue<DisconnectReason> ends = new ConcurrentLinkedQueue<>();
    private final SessionWriter writer =
            new SessionWriter(new LoopContext(loop, 1_000), TransportMetrics.NONE, ends::add);
    private final PollingOutbound polling = new PollingOutbound(LIMITS, new ByteBudget(1_000_000).open(() -> {}));

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aSessionThatCannotBeWrittenToEnds(Consumer<SessionWriterTest> write) {
        writer.use(polling);
        loop.submit(() -> write.accept(this)).syncUninterruptibly();
        Waiting.until("the session ends", () -> !ends.isEmpty());
        assertThat(ends).containsExactly(DisconnectReason.INTERNAL);
    }

    static List<Consumer<SessionWriterTest>> failures() {
        return List.of(
                test -> test.writer.write(null),
                test -> test.writer.push(null),
                test -> test.writer.writeFrames(Unpooled.EMPTY_BUFFER), // there is no websocket
                SessionWriterTest::failWhenFlushed);
    }

    private void failWhenFlushed() {
        polling.poll(new HttpExchange(
                exchange -> {
                    throw new InternalError("of this test");
                },
                new EmbeddedChannel(),
                true,
                false,
                true,
                null));
        writer.write(new EncodedPacket(new byte[] {'4'}));
    }
}
