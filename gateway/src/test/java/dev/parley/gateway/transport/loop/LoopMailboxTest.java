package dev.parley.gateway.transport.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.Waiting;
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
    private final EventLoop own = loops.next();
    private final EventLoop other = loops.next();

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void tasksOfOneThreadRunInOrderOnTheOwnersLoop() throws Exception {
        var mailbox = new LoopMailbox(own);
        var heard = new ArrayList<Integer>();
        var done = new CountDownLatch(1);
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            mailbox.run(() -> {
                assertThat(own.inEventLoop()).isTrue();
                heard.add(number);
            });
        }
        mailbox.run(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).hasSize(10_000).isSorted();
    }

    @Test
    void aTaskThatFailsDoesNotStopTheNext() throws Exception {
        var mailbox = new LoopMailbox(own);
        var done = new CountDownLatch(1);
        mailbox.run(() -> {
            throw new IllegalStateException("on purpose");
        });
        mailbox.run(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Threads of all kinds talk to a session, a thousand times: nothing lost, doubled or out of order. */
    @Test
    void aTaskOvertakesNoEarlierOneOfItsThread() throws Exception {
        for (int round = 0; round < 1_000; round++) {
            submitFromAllThreads();
        }
    }

    private void submitFromAllThreads() throws Exception {
        int messages = 50;
        var mailbox = new LoopMailbox(own);
        List<List<Integer>> heard = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var elsewhere = Collections.synchronizedList(new ArrayList<String>());
        var done = new CountDownLatch(3 * messages);
        Runnable[] senders = new Runnable[3];
        for (int sender = 0; sender < 3; sender++) {
            List<Integer> mine = heard.get(sender);
            senders[sender] = () -> {
                for (int i = 0; i < messages; i++) {
                    int number = i;
                    mailbox.run(() -> {
                        if (!own.inEventLoop()) {
                            elsewhere.add("message " + number);
                        }
                        mine.add(number);
                        done.countDown();
                    });
                }
            };
        }
        own.execute(senders[0]);
        other.execute(senders[1]);
        var thread = new Thread(senders[2]);
        thread.start();
        thread.join();
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(elsewhere).isEmpty();
        assertThat(heard)
                .allSatisfy(numbers -> assertThat(numbers).hasSize(messages).isSorted());
    }

    @Test
    void aTaskOfTheLoopWaitsForEarlierTasksOfOtherThreads() throws Exception {
        var mailbox = new LoopMailbox(own);
        var heard = new ArrayList<String>();
        var done = new CountDownLatch(1);
        var submitted = new CountDownLatch(1);
        own.execute(() -> {
            Waiting.until("the other thread has submitted its task", () -> submitted.getCount() == 0);
            mailbox.run(() -> {
                heard.add("second");
                done.countDown();
            });
        });
        mailbox.run(() -> heard.add("first"));
        submitted.countDown();
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).containsExactly("first", "second");
    }
}
