package dev.parley.presence.redis;

import dev.parley.core.deadline.Deadline;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;

/** Runs the scripts of this package. Stages fail with {@code StorageException} and nothing else, at the deadline at the latest. */
record ScriptRunner(RScript redis, Deadline deadline) {

    <R> CompletionStage<R> run(PresenceScripts script, RScript.ReturnType type, List<Object> keys, Object... args) {
        return deadline.limit(redis.<R>evalAsync(RScript.Mode.READ_WRITE, script.text(), type, keys, args)
                        .toCompletableFuture()
                        .copy())
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedStage(RedisFailures.of("the presence script " + script, failure)));
    }
}
