package dev.parley.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.core.testing.MovableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log of a node's readiness. */
class HealthTest {
    private final MovableClock clock = new MovableClock();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Health.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private boolean isReachable;
    private final Health health = new Health(List.of(HealthCheck.store("redis", this::ping)), clock);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void end() {
        logger.detachAppender(log);
    }

    @Test
    void aStoreThatIsNotReachableYetIsNoReasonToWarn() {
        assertThat(isReady()).isFalse();

        isReachable = true;

        assertThat(isReady()).isTrue();
        assertThat(log.list).isEmpty();
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

        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
        assertThat(log.list.get(0).getFormattedMessage())
                .contains("redis is not ready")
                .contains("connection refused")
                .doesNotContain("CompletionException");
    }

    private boolean isReady() {
        clock.advance(Duration.ofSeconds(2));
        return health.readiness().toCompletableFuture().join().isReady();
    }

    private CompletionStage<Boolean> ping() {
        return isReachable
                ? CompletableFuture.completedFuture(true)
                : CompletableFuture.failedFuture(
                        new CompletionException(new IllegalStateException("connection refused")));
    }
}
