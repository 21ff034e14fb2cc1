package dev.parley.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.TestRedis;
import dev.parley.testing.Waiting;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

class RedisMetersIT {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RedissonClient client = measured(new RedisMeters(registry, System::nanoTime));
    private final String name = "test-" + UUID.randomUUID();

    private static RedissonClient measured(RedisMeters meters) {
        Config config = new Config();
        config.setNettyHook(meters);
        config.useSingleServer().setAddress(TestRedis.address());
        return Redisson.create(config);
    }

    @AfterEach
    void disconnect() {
        client.shutdown();
    }

    @Test
    void aCommandIsTimedByItsName() {
        client.getBucket(name).get();

        // The caller has its answer before the command is counted.
        Waiting.until("the command is counted", () -> counted("get") == 1);
    }

    @Test
    void aSubscriptionIsNoCommandThatWaitsForEver() {
        client.getShardedTopic(name).addListener(String.class, (channel, message) -> {});
        client.getBucket(name).get();

        Waiting.until("no command is in flight", () -> waiting() == 0);
        assertThat(registry.get("parley.redis.connections").gauge().value()).isPositive();
    }

    private long counted(String command) {
        Timer timer = registry.find("parley.redis.commands")
                .tags("command", command, "outcome", "ok")
                .timer();
        return timer == null ? 0 : timer.count();
    }

    private double waiting() {
        return registry.get("parley.redis.commands.waiting").gauge().value();
    }
}
