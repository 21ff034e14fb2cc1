package dev.parley.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.deadline.Deadline;
import dev.parley.core.error.Failures;
import dev.parley.core.error.StorageException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.redisson.api.RScript;
import org.redisson.client.RedisException;
import org.redisson.client.RedisTimeoutException;
import org.redisson.misc.CompletableFutureWrapper;

/** What operators read about a script that failed. */
class ScriptRunnerTest {

    @Test
    void aRefusalIsToldAsRedisPutItWithoutTheUsers() {
        assertThat(failureOf(
                        new RedisException("READONLY You can't write against a read only replica. channel: [id: 0x3d9f]"
                                + " data: CommandData [command=(EVALSHA), params: [anna]]")))
                .hasMessage(
                        "Redis refused the presence script RENEW: READONLY You can't write against a read only replica");
    }

    @Test
    void silenceIsNoRefusal() {
        assertThat(failureOf(new RedisTimeoutException(
                        "Redis server response timeout. channel: [id: 0x3d9f] params: [anna]")))
                .hasMessage("Redis did not answer the presence script RENEW");
    }

    private static StorageException failureOf(RuntimeException ofRedisson) {
        RScript redis = (RScript) Proxy.newProxyInstance(
                RScript.class.getClassLoader(),
                new Class<?>[] {RScript.class},
                (proxy, method, arguments) ->
                        new CompletableFutureWrapper<>(CompletableFuture.failedFuture(ofRedisson)));
        var runner = new ScriptRunner(redis, new Deadline(Duration.ofSeconds(5), TimeoutException::new));
        Executable run = () -> runner.run(PresenceScripts.RENEW, RScript.ReturnType.LONG, List.of())
                .toCompletableFuture()
                .join();
        return (StorageException) Failures.unwrap(Assertions.assertThrows(CompletionException.class, run));
    }
}
