package dev.parley.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.TcpRelay;
import dev.parley.testing.TestRedis;
import dev.parley.testing.Waiting;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedisConnectionIT {
    @Test
    void aNodeThatStopsDoesNotWaitForARedisThatHangs() {
        try (TcpRelay relay = TcpRelay.to(URI.create(TestRedis.address()).getPort())) {
            RedisConnection connection =
                    new RedisConnection(RedisAddress.parse("redis://127.0.0.1:" + relay.port()), Optional.empty());
            Waiting.of(connection.connect());
            relay.hang();
            connection.ping();
            long start = System.nanoTime();
            connection.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        }
    }
}
