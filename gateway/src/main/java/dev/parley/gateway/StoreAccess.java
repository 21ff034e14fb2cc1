package dev.parley.gateway;

import dev.parley.core.error.Failures;
import dev.parley.core.error.IndexException;
import dev.parley.core.mongo.MongoStore;
import dev.parley.gateway.redis.RedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects to both stores. When one is unavailable at the start it logs which, and retries with back-off. */
final class StoreAccess {
    private static final Logger LOG = LoggerFactory.getLogger(StoreAccess.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final RedisConnection redis;
    private final MongoStore mongo;
    private final ScheduledExecutorService timer;
    private final CompletableFuture<Void> mongoReady = new CompletableFuture<>();

    StoreAccess(RedisConnection redis, MongoStore mongo, ScheduledExecutorService timer) {
        this.redis = redis;
        this.mongo = mongo;
        this.timer = timer;
    }

    /** Completes when both have answered, however long that takes; fails only when it is stopped before. */
    CompletionStage<RedissonClient> connect() {
        tryMongo(FIRST_PAUSE);
        return redis.connect().thenCombine(mongoReady, (client, ready) -> client);
    }

    /** May be called twice. Blocks while connections close. */
    void stop() {
        mongoReady.completeExceptionally(new IllegalStateException("stopped"));
        redis.stop();
        mongo.stop();
    }

    private void tryMongo(Duration pause) {
        Failures.stageOf(mongo::start).whenComplete((done, failure) -> {
            if (failure == null) {
                mongoReady.complete(null);
            } else if (!mongoReady.isDone()) {
                warn(failure);
                timer.schedule(() -> tryMongo(longer(pause)), pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    /** An index that cannot be created needs an operator, so it is an error. */
    private static void warn(Throwable failure) {
        if (Failures.unwrap(failure) instanceof IndexException index) {
            LOG.error("not ready: {}", index.getMessage());
        } else {
            LOG.warn("MongoDB cannot be reached, trying again: {}", reason(failure));
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** The deepest cause in one line; the addresses in it hold no password. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
    }
}
