package dev.parley.gateway.timers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetriesTest {
    private final AtomicInteger attempts = new AtomicInteger();
    private final Retries retries = new Retries(RetriesTest::runAtOnce, 3);

    private static Timers.Pending runAtOnce(Duration delay, Runnable task) {
        task.run();
        return () -> {};
    }

    @Test
    void anAttemptThatThrowsIsRepeatedLikeOneThatFails() {
        CompletionStage<String> result = retries.until(() -> {
            if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
            }
            return CompletableFuture.completedFuture("done");
        });

        assertThat(result.toCompletableFuture()).isCompletedWithValue("done");
    }

    @Test
    void theLastFailureIsReported() {
        CompletionStage<String> result = retries.until(() ->
                CompletableFuture.failedFuture(new IllegalStateException("attempt " + attempts.incrementAndGet())));

        assertThat(result.toCompletableFuture()).isCompletedExceptionally();
        assertThat(attempts).hasValue(3);
    }
}
