package dev.parley.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopMailboxTest {

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final LoopContext first = new LoopContext(loops.next(), 100);
    private final LoopContext second = new LoopContext(loops.next(), 100);

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void tasksOfOneThreadRunInOrderOnTheOwnersLoop() throws Exception {
        var ownership = new LoopMailbox(first);
        var heard = new ArrayList<Integer>();
        var done = new CountDownLatch(1);
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            ownership.run(() -> {
                assertThat(first.loop().inEventLoop()).isTrue();
                heard.add(number);
            });
        }
        ownership.run(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).hasSize(10_000).isSorted();
    }

    @Test
    void aTaskThatFailsDoesNotStopTheNext() throws Exception {
        var ownership = new LoopMailbox(first);
        var done = new CountDownLatch(1);
        ownership.run(() -> {
            throw new IllegalStateException("on purpose");
        });
        ownership.run(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Threads of all kinds talk to a session while it moves, a thousand times: nothing lost, doubled or out of order. */
    @Test
    void aMoveLosesNothingAndOvertakesNothing() throws Exception {
        for (int round = 0; round < 1_000; round++) {
            moveUnderLoad();
        }
    }

    private void moveUnderLoad() throws Exception {
        int messages = 50;
        var ownership = new LoopMailbox(first);
        List<List<Integer>> heard = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var elsewhere = Collections.synchronizedList(new ArrayList<String>());
        var done = new CountDownLatch(3 * messages + 1);
        Runnable[] senders = new Runnable[3];
        for (int sender = 0; sender < 3; sender++) {
            List<Integer> mine = heard.get(sender);
            senders[sender] = () -> {
                for (int i = 0; i < messages; i++) {
                    int number = i;
                    ownership.run(() -> {
                        if (!owner(ownership).inEventLoop()) {
                            elsewhere.add("message " + number);
                        }
                        mine.add(number);
                        done.countDown();
                    });
                }
            };
        }
        first.loop().execute(senders[0]);
        second.loop().execute(senders[1]);
        var thread = new Thread(senders[2]);
        thread.start();
        ownership.run(() -> ownership.moveTo(second, done::countDown));
        thread.join();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(elsewhere).isEmpty();
        assertThat(heard)
                .allSatisfy(numbers -> assertThat(numbers).hasSize(messages).isSorted());
        assertThat(ownership.loop()).isSameAs(second.loop());
    }

    private static EventLoop owner(LoopMailbox ownership) {
        return ownership.loop();
    }
}
