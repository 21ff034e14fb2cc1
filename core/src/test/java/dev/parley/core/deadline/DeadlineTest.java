package dev.parley.core.deadline;

import static dev.parley.core.testing.Stages.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final Deadline soon = new Deadline(Duration.ofMillis(50));
    private final Deadline late = new Deadline(Duration.ofMinutes(10));

    @Test
    void whatIsNotCompleteInTimeFails() {
        CompletableFuture<String> first = soon.limit(new CompletableFuture<>());
        CompletableFuture<String> second = soon.limit(new CompletableFuture<>());
        assertThat(failure(first)).isInstanceOf(TimeoutException.class).hasMessageContaining("50 ms");
        assertThat(failure(second)).isInstanceOf(TimeoutException.class).hasMessageContaining("50 ms");
        assertThat(failure(soon.limit(new CompletableFuture<>())))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("50 ms");
    }

    @Test
    void whatIsCompleteKeepsItsResult() {
        CompletableFuture<String> completed = soon.limit(new CompletableFuture<>());
        completed.complete("in time");
        CompletableFuture<String> hanging = soon.limit(new CompletableFuture<>());
        failure(hanging);
        assertThat(completed).isCompletedWithValue("in time");
    }

    @Test
    void theFailureIsGiven() {
        Deadline own = new Deadline(Duration.ofMillis(1), () -> new IllegalStateException("too late"));
        assertThat(failure(own.limit(new CompletableFuture<>()))).hasMessage("too late");
    }

    @Test
    void aFailureThatCannotBeMadeStopsNoOtherDeadline() {
        AtomicInteger calls = new AtomicInteger();
        Deadline own = new Deadline(Duration.ofMillis(1), () -> {
            if (calls.incrementAndGet() == 1) {
                throw new InternalError("of this test");
            }
            return new IllegalStateException("too late");
        });
        own.limit(new CompletableFuture<>());
        assertThat(failure(own.limit(new CompletableFuture<>()))).hasMessage("too late");
    }

    @Test
    void whatIsCompleteIsNotKept() {
        for (int i = 0; i < 1_000; i++) {
            late.limit(new CompletableFuture<>()).complete(null);
        }
        assertThat(late.pending()).isLessThanOrEqualTo(1);
    }

    @Test
    void aFailureOfTheNextStageStopsNoOther() {
        soon.limit(new CompletableFuture<>()).whenComplete((done, failure) -> {
            throw new IllegalStateException("a caller's fault");
        });
        assertThat(failure(soon.limit(new CompletableFuture<>())))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("50 ms");
    }

    @Test
    void manyThreadsAddAndAllExpire() throws InterruptedException {
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            all.add(new CompletableFuture<>());
        }
        CountDownLatch begin = new CountDownLatch(1);
        for (int part = 0; part < 4; part++) {
            List<CompletableFuture<String>> mine = all.subList(part * 500, (part + 1) * 500);
            new Thread(() -> {
                        await(begin);
                        mine.forEach(soon::limit);
                    })
                    .start();
        }
        begin.countDown();
        Waiting.until("all have failed", () -> all.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        assertThat(soon.pending()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
