package dev.parley.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.TestRedis;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RedisConnectionIT {
    /** The client's default is ten seconds. */
    @Test
    void aConnectionThatIsStoppedDoesNotWaitLongForACommandInFlight() {
        RedisConnection connection = new RedisConnection(RedisAddress.parse(TestRedis.address()), Optional.empty());
        var unanswered = Waiting.of(connection.connect())
                .getBlockingQueue("test-" + UUID.randomUUID())
                .takeAsync();
        long start = System.nanoTime();
        connection.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertThat(unanswered.toCompletableFuture()).isCompletedExceptionally();
    }
}
