package dev.parley.core.mongo;

import static dev.parley.core.testing.Stages.await;
import static dev.parley.core.testing.Stages.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.error.StorageException;
import dev.parley.core.id.ChatId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class PerChatQueueTest {
    private static final ChatId ROOF = new ChatId("roof");
    private static final ChatId DOOR = new ChatId("door");

    private final List<ChatId> idle = new ArrayList<>();
    private final PerChatQueue<String> queue = new PerChatQueue<>(2, Duration.ofMinutes(1), idle::add);
    private final List<String> begun = new ArrayList<>();

    @Test
    void whatIsWrittenToOneChatIsWrittenOneAfterTheOther() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        queue.submit(ROOF, () -> begin("one", slow));
        CompletionStage<String> second = queue.submit(ROOF, () -> begin("two", done("two")));
        assertThat(begun).containsExactly("one");
        slow.complete("one");
        assertThat(await(second)).isEqualTo("two");
        assertThat(begun).containsExactly("one", "two");
    }

    @Test
    void aChatIsIdleOnceNothingOfItRunsOrWaits() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        CompletableFuture<String> broken = new CompletableFuture<>();
        queue.submit(ROOF, () -> begin("one", slow));
        queue.submit(ROOF, () -> begin("two", broken));
        slow.complete("one");
        assertThat(idle).isEmpty();
        broken.completeExceptionally(new StorageException("unavailable", null));
        assertThat(idle).containsExactly(ROOF);
    }

    @Test
    void chatsDoNotWaitForEachOther() {
        queue.submit(ROOF, () -> begin("one", new CompletableFuture<>()));
        assertThat(await(queue.submit(DOOR, () -> begin("two", done("two"))))).isEqualTo("two");
    }

    @Test
    void aFailureDoesNotStopTheQueue() {
        CompletableFuture<String> broken = new CompletableFuture<>();
        CompletionStage<String> first = queue.submit(ROOF, () -> begin("one", broken));
        CompletionStage<String> second = queue.submit(ROOF, () -> begin("two", done("two")));
        broken.completeExceptionally(new StorageException("unavailable", null));
        assertThat(failure(first)).isInstanceOf(StorageException.class);
        assertThat(await(second)).isEqualTo("two");
    }

    @Test
    void aFullQueueRefusesAtOnceAndWritesNothing() {
        queue.submit(ROOF, () -> begin("one", new CompletableFuture<>()));
        queue.submit(ROOF, () -> begin("two", done("two")));
        queue.submit(ROOF, () -> begin("three", done("three")));
        assertThat(failure(queue.submit(ROOF, () -> begin("four", done("four")))))
                .isInstanceOf(StorageException.class);
        assertThat(begun).containsExactly("one");
    }

    @Test
    void whoHasWaitedTooLongIsRefusedAndNotWritten() {
        PerChatQueue<String> impatient = new PerChatQueue<>(2, Duration.ofMillis(20), idle::add);
        CompletableFuture<String> stuck = new CompletableFuture<>();
        impatient.submit(ROOF, () -> begin("one", stuck));
        CompletionStage<String> second = impatient.submit(ROOF, () -> begin("two", done("two")));
        assertThat(failure(second)).isInstanceOf(StorageException.class);
        stuck.complete("one");
        assertThat(await(impatient.submit(ROOF, () -> begin("three", done("three")))))
                .isEqualTo("three");
        assertThat(begun).containsExactly("one", "three");
    }

    @Test
    void aWriteThatThrowsFailsAndTheNextOneRuns() {
        CompletionStage<String> broken = queue.submit(ROOF, () -> {
            throw new IllegalStateException("broken");
        });
        assertThat(failure(broken)).isInstanceOf(StorageException.class);
        assertThat(await(queue.submit(ROOF, () -> begin("two", done("two"))))).isEqualTo("two");
    }

    /** The moment at which a queue once ran a write twice: after it has joined, before its submitter looks whether to run it. */
    @Test
    void aWriteWhoseTurnComesWhileItIsSubmittedRunsOnce() {
        CompletableFuture<String> slow = new CompletableFuture<>();
        PerChatQueue<String> watched =
                new PerChatQueue<>(2, Duration.ofMinutes(1), idle::add, new ConcurrentHashMap<>() {
                    @Override
                    public PerChatQueue.Queue<String> compute(
                            ChatId chat,
                            BiFunction<
                                            ? super ChatId,
                                            ? super PerChatQueue.Queue<String>,
                                            ? extends PerChatQueue.Queue<String>>
                                    change) {
                        PerChatQueue.Queue<String> queue = super.compute(chat, change);
                        if (!begun.isEmpty()) {
                            slow.complete("one");
                        }
                        return queue;
                    }
                });
        watched.submit(ROOF, () -> begin("one", slow));
        watched.submit(ROOF, () -> begin("two", new CompletableFuture<>()));
        assertThat(begun).containsExactly("one", "two");
    }

    @Test
    void ofWritesThatManyThreadsSubmitEachRunsOnceAndNoTwoAtATime() throws InterruptedException {
        int threads = 4;
        int each = 60_000;
        PerChatQueue<String> busy = new PerChatQueue<>(threads, Duration.ofMinutes(1), chat -> {});
        AtomicInteger running = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < threads; writer++) {
            writers.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    await(busy.submit(ROOF, () -> {
                        overlaps.addAndGet(running.incrementAndGet() > 1 ? 1 : 0);
                        runs.incrementAndGet();
                        running.decrementAndGet();
                        return done("written");
                    }));
                }
            }));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(overlaps).hasValue(0);
        assertThat(runs).hasValue(threads * each);
    }

    private CompletionStage<String> begin(String name, CompletionStage<String> end) {
        begun.add(name);
        return end;
    }

    private static CompletableFuture<String> done(String name) {
        return CompletableFuture.completedFuture(name);
    }
}
