package dev.parley.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.redisson.client.RedisException;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.RedisTimeoutException;

/** What operators see of a Redis that answers with errors. */
class RedisRefusalsTest {
    private static final String OF_REDISSON = ". channel: [id: 0x3d9f] data: CommandData [params: [anna]]";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final RedisRefusals refusals = new RedisRefusals(registry, nanos::get);

    @Test
    void everyErrorIsCountedByItsFirstWord() {
        refusals.note(new RedisException("NOPERM this user has no permissions" + OF_REDISSON));
        refusals.note(new RedisException("ERR unknown command" + OF_REDISSON));
        assertThat(counted("noperm")).isEqualTo(1);
        assertThat(counted("other")).isEqualTo(1);
        assertThat(refusals.ofWrites()).isEmpty();
    }

    @Test
    void aRefusedWriteIsToldForFiveSeconds() {
        refusals.note(
                new RedisOutOfMemoryException("command not allowed when used memory > 'maxmemory'" + OF_REDISSON));
        assertThat(counted("oom")).isEqualTo(1);
        nanos.addAndGet(Duration.ofMillis(4_900).toNanos());
        assertThat(refusals.ofWrites()).hasValue("OOM command not allowed when used memory > 'maxmemory'");
        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        assertThat(refusals.ofWrites()).isEmpty();
    }

    @Test
    void neitherSilenceNorAnUnknownScriptIsARefusal() {
        refusals.note(new RedisTimeoutException("Redis server response timeout" + OF_REDISSON));
        refusals.note(new RedisNoScriptException("NOSCRIPT No matching script. Please use EVAL" + OF_REDISSON));
        assertThat(registry.find("parley.redis.refusals").counters())
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }

    private double counted(String error) {
        Counter counter =
                registry.get("parley.redis.refusals").tag("error", error).counter();
        return counter.count();
    }
}
