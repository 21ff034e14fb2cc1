package dev.parley.core.mongo;

import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.error.StorageException;
import dev.parley.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MongoThreadsTest {
    private final CountDownLatch serverReplies = new CountDownLatch(1);
    private final AtomicInteger refused = new AtomicInteger();
    private final MongoThreads threads = new MongoThreads(2, Thread::new, refused::incrementAndGet);

    @AfterEach
    void stop() {
        serverReplies.countDown();
        threads.stop();
    }

    @Test
    void everyOperationEndsInTimeWhileNoServerReplies() {
        List<CompletionStage<String>> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asked.add(threads.run(this::hang));
        }
        for (CompletionStage<String> each : asked) {
            assertThat(failure(each)).isInstanceOf(StorageException.class).hasCauseInstanceOf(TimeoutException.class);
        }
        serverReplies.countDown();
        assertThat(await(threads.run(() -> "answer"))).isEqualTo("answer");
    }

    @Test
    void anOperationThatWaitedTooLongIsNotRun() {
        AtomicInteger runs = new AtomicInteger();
        threads.run(this::hang);
        threads.run(this::hang);
        assertThat(failure(threads.run(runs::incrementAndGet))).isInstanceOf(StorageException.class);
        serverReplies.countDown();
        await(threads.run(() -> "later"));
        assertThat(runs).hasValue(0);
    }

    @Test
    void anOperationBeyondTheBoundIsRefusedAtOnceAndCounted() {
        threads.run(this::hang);
        threads.run(this::hang);
        Waiting.until("both threads are busy", () -> threads.waiting() == 0);
        for (int i = 0; i < MongoThreads.MAX_WAITING; i++) {
            threads.run(this::hang);
        }
        assertThat(refused).hasValue(0);
        assertThat(failure(threads.run(this::hang)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("too many");
        assertThat(refused).hasValue(1);
    }

    @Test
    void aThreadThatCannotBeStartedFailsItsOperationAndNoLaterOne() {
        AtomicInteger left = new AtomicInteger(3);
        MongoThreads few = new MongoThreads(
                2,
                command -> {
                    if (left.getAndDecrement() > 0) {
                        throw new InternalError("unable to create native thread");
                    }
                    return new Thread(command);
                },
                refused::incrementAndGet);
        for (int i = 0; i < 3; i++) {
            assertThat(failure(few.run(() -> "never")))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("no thread");
        }
        assertThat(await(few.run(() -> "answer"))).isEqualTo("answer");
        few.stop();
    }

    @Test
    void whatIsThrownBecomesAFailedStage() {
        assertThat(failure(threads.run(() -> {
                    throw new IllegalStateException("broken");
                })))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("broken");
        assertThat(failure(threads.run(() -> {
                    throw new StackOverflowError();
                })))
                .isInstanceOf(StorageException.class);
        assertThat(await(threads.run(() -> "answer"))).isEqualTo("answer");
    }

    @Test
    void whatWaitsFailsWhenTheStoreIsStopped() {
        threads.run(this::hang);
        threads.run(this::hang);
        CompletionStage<String> waiting = threads.run(this::hang);
        threads.stop();
        assertThat(failure(waiting)).isInstanceOf(StorageException.class).hasMessageContaining("stopped");
        assertThat(failure(threads.run(() -> "late"))).isInstanceOf(StorageException.class);
        threads.stop();
    }

    @Test
    void theThreadThatBecameIdleLastRunsTheNextOperation() {
        Queue<Thread> started = new ConcurrentLinkedQueue<>();
        MongoThreads several = new MongoThreads(
                8,
                task -> {
                    Thread thread = new Thread(task);
                    started.add(thread);
                    return thread;
                },
                refused::incrementAndGet);
        for (int i = 0; i < 20; i++) {
            assertThat(await(several.run(() -> "answer"))).isEqualTo("answer");
            Waiting.until("the threads are idle", () -> started.stream()
                    .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        }
        several.stop();
        assertThat(started).hasSize(1);
    }

    private String hang() {
        try {
            serverReplies.await();
            return "late";
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
