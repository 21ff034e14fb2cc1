package dev.parley.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.parley.core.error.StorageException;
import dev.parley.core.testing.MovableClock;
import dev.parley.testing.CapturedLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log of a node's readiness. */
class HealthTest {
    @RegisterExtension
    final CapturedLog log = CapturedLog.of(Health.class);

    private final MovableClock clock = new MovableClock();
    private boolean isReachable;
    private Throwable failure = new IllegalStateException("connection refused");
    private final Health health = new Health(List.of(HealthCheck.store("redis", this::ping)), clock);

    @Test
    void aStoreThatIsNotReachableYetIsNoReasonToWarn() {
        assertThat(isReady()).isFalse();

        isReachable = true;

        assertThat(isReady()).isTrue();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aStoreThatIsLostIsLoggedOnceAndSoIsItsReturn() {
        isReachable = true;
        isReady();

        isReachable = false;
        isReady();
        isReady();
        isReachable = true;
        isReady();

        assertThat(log.lines()).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
        assertThat(log.lines().get(0).getFormattedMessage())
                .contains("redis is not ready")
                .contains("connection refused")
                .doesNotContain("CompletionException");
    }

    @Test
    void aRefusalIsLoggedInItsWordsAlone() {
        assertLogged(
                new StorageException("Redis refused a ping at redis://r:6379: LOADING", null),
                "redis is not ready: Redis refused a ping at redis://r:6379: LOADING");
    }

    @Test
    void aStoreThatDoesNotAnswerIsSaidToBeSilent() {
        assertLogged(new TimeoutException(), "redis is not ready: no answer within 1000 ms");
    }

    private void assertLogged(Throwable reason, String line) {
        isReachable = true;
        isReady();

        isReachable = false;
        failure = reason;
        isReady();

        assertThat(log.lines())
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEqualTo(line);
    }

    private boolean isReady() {
        clock.advance(Duration.ofSeconds(2));
        return health.readiness().toCompletableFuture().join().isReady();
    }

    private CompletionStage<Boolean> ping() {
        return isReachable
                ? CompletableFuture.completedFuture(true)
                : CompletableFuture.failedFuture(new CompletionException(failure));
    }
}
