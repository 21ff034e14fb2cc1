package dev.parley.gateway.cluster;

import dev.parley.core.logging.OncePerMinute;
import dev.parley.gateway.redis.PublishConnection;
import dev.parley.gateway.redis.PublishConnection.Result;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.presence.redis.RedisFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.redisson.client.RedisClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sharded pub/sub: a queue for each server of Redis, so that one that hangs holds up its own channels only. */
final class ShardedPublishCommand implements PublishCommand {
    private static final Logger log = LoggerFactory.getLogger(ShardedPublishCommand.class);
    private static final String NO_SERVER = "none";

    private final RedisConnection redis;
    private final OncePerMinute refusals = new OncePerMinute(System::nanoTime);
    private final ConcurrentMap<String, CompletableFuture<PublishConnection>> connections = new ConcurrentHashMap<>();

    ShardedPublishCommand(RedisConnection redis) {
        this.redis = redis;
    }

    @Override
    public String queueOf(String channel) {
        return serverOf(channel).map(ShardedPublishCommand::nameOf).orElse(NO_SERVER);
    }

    private Optional<RedisClient> serverOf(String channel) {
        return redis.servers().flatMap(servers -> servers.masterOf(servers.slotOf(channel)));
    }

    private static String nameOf(RedisClient server) {
        return server.getAddr().toString();
    }

    @Override
    public Executor loop() {
        return redis.loop();
    }

    @Override
    public CompletionStage<Outcome> publish(String queue, List<Outgoing> batch) {
        Optional<RedisClient> server =
                serverOf(batch.get(0).channel()).filter(owner -> nameOf(owner).equals(queue));
        if (server.isEmpty()) {
            return CompletableFuture.completedFuture(new Outcome(batch, List.of()));
        }
        return connectionTo(server.get())
                .thenCompose(connection -> connection.publish(batch))
                .thenApply(results -> outcome(batch, results))
                .exceptionally(noConnection -> {
                    RedisFailures.refusal(noConnection).ifPresent(this::logRefusal);
                    return new Outcome(batch, List.of());
                });
    }

    private CompletableFuture<PublishConnection> connectionTo(RedisClient server) {
        return connections.compute(
                nameOf(server),
                (name, current) -> current == null || hasEnded(current)
                        ? PublishConnection.open(server).toCompletableFuture()
                        : current);
    }

    private static boolean hasEnded(CompletableFuture<PublishConnection> connection) {
        return connection.isCompletedExceptionally()
                || connection.isDone() && !connection.getNow(null).isOpen();
    }

    private Outcome outcome(List<Outgoing> batch, List<Result> results) {
        List<Outgoing> refused = new ArrayList<>(0);
        List<Outgoing> lost = new ArrayList<>(0);
        for (int i = 0; i < batch.size(); i++) {
            Result result = results.get(i);
            switch (result.outcome()) {
                case REFUSED -> {
                    refused.add(batch.get(i));
                    if (!follow(result.error())) {
                        logRefusal(result.error());
                    }
                }
                case UNKNOWN -> lost.add(batch.get(i));
                case PUBLISHED -> {}
            }
        }
        return refused.isEmpty() && lost.isEmpty() ? Outcome.ALL_PUBLISHED : new Outcome(refused, lost);
    }

    /** Whether it is a redirect. */
    private boolean follow(String error) {
        return redis.servers().map(servers -> servers.redirect(error)).orElse(false);
    }

    private void logRefusal(String error) {
        refusals.run(count -> log.warn(
                "Redis refuses what is published, which is tried again for some seconds; refusals since the last line: {},"
                        + " the last one: {}",
                count,
                error));
    }

    /** May be called twice. */
    void stop() {
        connections.values().forEach(connection -> connection.thenAccept(PublishConnection::close));
    }
}
