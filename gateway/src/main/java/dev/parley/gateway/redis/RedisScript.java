package dev.parley.gateway.redis;

import dev.parley.core.error.StorageException;
import dev.parley.presence.redis.RedisFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;

/**
 * A Lua script that Redis runs as one atomic step: the text of a resource, whose header lists its keys and arguments. It is sent by
 * its digest, and whole only to a Redis that does not know it. Attempts and timeouts are those of every command of the connection.
 */
public final class RedisScript {
    private final String name;
    private final String text;

    private RedisScript(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** Loads the resource {@code name.lua} that lies beside {@code user}. */
    public static RedisScript load(Class<?> user, String name) {
        try (var in = user.getResourceAsStream(name + ".lua")) {
            return new RedisScript(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The script's text, for use in a batch. */
    public String text() {
        return text;
    }

    /** Fails with {@link StorageException} when Redis does not answer or refuses. Completes on a thread of Redisson. */
    public <R> CompletionStage<R> run(
            RScript redis, RScript.ReturnType returns, List<Object> keys, Object... arguments) {
        return redis.<R>evalAsync(RScript.Mode.READ_WRITE, text, returns, keys, arguments)
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedStage(RedisFailures.of("the script " + name, failure)));
    }
}
