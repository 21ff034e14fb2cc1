package dev.parley.gateway.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.Waiting;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopContextTest {

    private final EventLoop loop = new DefaultEventLoop();
    private final LoopContext context = new LoopContext(loop, 1);

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void aFlushThatFailsKeepsNoOtherFromFlushingInThisPassOrTheNext() {
        var flushed = new AtomicInteger();
        for (int pass = 1; pass <= 3; pass++) {
            int expected = pass;
            onLoop(() -> {
                context.flushAtEnd(LoopContextTest::fail);
                context.flushAtEnd(flushed::incrementAndGet);
                return null;
            });
            Waiting.until("pass " + pass + " is flushed", () -> flushed.get() == expected);
        }
    }

    @Test
    void aSlowReaderThatFailsKeepsNoDeadlineFromFiring() {
        var fired = new AtomicInteger();
        onLoop(() -> {
            context.watch(LoopContextTest::fail, true);
            context.deadlines()
                    .set(
                            new DeadlineWheel.Entry() {
                                @Override
                                public void expired(long now) {
                                    fired.incrementAndGet();
                                }
                            },
                            LoopContext.now());
            return null;
        });
        Waiting.until("the deadline fires", () -> fired.get() == 1);
        assertThat(onLoop(() -> context.deadlines().size())).isZero();
    }

    private static void fail() {
        throw new IllegalStateException("of this test");
    }

    private <T> T onLoop(Callable<T> task) {
        return loop.submit(task).syncUninterruptibly().getNow();
    }
}
