package dev.parley.presence.redis;

import dev.parley.core.deadline.Deadline;
import dev.parley.core.error.Failures;
import dev.parley.core.error.StorageException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;
import org.redisson.client.RedisException;
import org.redisson.client.RedisTimeoutException;

/** Runs the scripts of this package. Stages fail with {@code StorageException} and nothing else, at the deadline at the latest. */
record ScriptRunner(RScript redis, Deadline deadline) {

    <R> CompletionStage<R> run(PresenceScripts script, RScript.ReturnType type, List<Object> keys, Object... args) {
        return deadline.limit(redis.<R>evalAsync(RScript.Mode.READ_WRITE, script.text(), type, keys, args)
                        .toCompletableFuture()
                        .copy())
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(storageException(script, failure)));
    }

    private static StorageException storageException(PresenceScripts script, Throwable failure) {
        var cause = Failures.unwrap(failure);
        return new StorageException("presence: Redis " + outcome(cause, script), cause);
    }

    /** An error of Redis in its words. What Redisson adds is left out: the channel, and the parameters, which name users. */
    private static String outcome(Throwable cause, PresenceScripts script) {
        int end = String.valueOf(cause.getMessage()).indexOf(". channel:");
        boolean isRefusal = cause instanceof RedisException && !(cause instanceof RedisTimeoutException) && end >= 0;
        return isRefusal
                ? "refused " + script + ": " + cause.getMessage().substring(0, end)
                : "did not answer " + script;
    }
}
