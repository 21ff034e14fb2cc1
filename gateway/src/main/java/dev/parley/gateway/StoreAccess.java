package dev.parley.gateway;

import dev.parley.core.error.Failures;
import dev.parley.core.error.IndexException;
import dev.parley.core.mongo.MongoStore;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.gateway.timers.BackOff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to both stores. While one is unavailable it logs which, and retries with back-off. */
final class StoreAccess {
    private static final Logger LOG = LoggerFactory.getLogger(StoreAccess.class);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(500), Duration.ofSeconds(5));

    private final RedisConnection redis;
    private final MongoStore mongo;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<Void> mongoReady = new CompletableFuture<>();
    /** The index problem that was logged last. One attempt runs at a time. */
    private volatile String loggedProblem = "";

    StoreAccess(RedisConnection redis, MongoStore mongo, ScheduledExecutorService timer) {
        this.redis = redis;
        this.mongo = mongo;
        this.timer = timer;
    }

    /** Completes when both have answered, however long that takes; fails only when it is stopped before. */
    CompletionStage<RedissonClient> connect() {
        tryMongo(1);
        return redis.connect().thenCombine(mongoReady, (client, ready) -> client);
    }

    /** May be called twice. Blocks while connections close. */
    void stop() {
        mongoReady.completeExceptionally(new IllegalStateException("stopped"));
        redis.stop();
        mongo.stop();
    }

    private void tryMongo(int attempt) {
        Failures.stageOf(mongo::start).whenComplete((done, failure) -> {
            if (failure == null) {
                mongoReady.complete(null);
            } else if (!mongoReady.isDone()) {
                tell(failure, attempt);
                long pause = BACK_OFF.after(attempt).toMillis();
                timer.schedule(() -> tryMongo(attempt + 1), pause, TimeUnit.MILLISECONDS);
            }
        });
    }

    /** The first attempt may fail on a node that has just started, with cold code or beside a store that starts as well. */
    private void tell(Throwable failure, int attempt) {
        if (Failures.unwrap(failure) instanceof IndexException index) {
            logOnce(index);
        } else if (attempt == 1) {
            LOG.debug("MongoDB has not answered yet: {}", reason(failure));
        } else {
            LOG.warn("MongoDB cannot be reached, trying again: {}", reason(failure));
        }
    }

    /** An operator has to change the index or the data, so the same problem is not logged at every retry. */
    private void logOnce(IndexException index) {
        if (!index.problem().equals(loggedProblem)) {
            loggedProblem = index.problem();
            LOG.error("not ready, retrying until this is corrected: {}", index.getMessage());
        }
    }

    /** The deepest cause in one line; the addresses in it hold no password. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof TimeoutException
                ? "no answer in time"
                : String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
    }
}
