package dev.parley.gateway.doctor;

import static dev.parley.gateway.doctor.Finding.problem;

import dev.parley.core.error.Failures;
import dev.parley.core.mongo.MongoStore;
import dev.parley.gateway.cluster.PubSubProbe;
import dev.parley.gateway.config.GatewayConfig;
import dev.parley.gateway.nodes.NodeDirectory;
import dev.parley.gateway.redis.RedisConnection;
import dev.parley.presence.redis.RedisFailures;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.redisson.api.RedissonClient;

/** Examines what a gateway with this configuration depends on. Each examination has a deadline and never fails. */
public final class Doctor {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(8);
    private static final Duration EXAMINE_WITHIN = Duration.ofSeconds(25);

    private final GatewayConfig config;
    private final RedisConnection redis;
    private final RedisConnection secondRedis;
    private final MongoStore mongo;
    private final Function<RedissonClient, NodeDirectory> directory;
    private final Clock clock;

    /** @param redis two connections to it, which the caller stops, as it does {@code mongo} */
    public Doctor(
            GatewayConfig config,
            RedisConnection redis,
            RedisConnection secondRedis,
            MongoStore mongo,
            Function<RedissonClient, NodeDirectory> directory,
            Clock clock) {
        this.config = config;
        this.redis = redis;
        this.secondRedis = secondRedis;
        this.mongo = mongo;
        this.directory = directory;
        this.clock = clock;
    }

    /** Never fails. */
    public CompletionStage<List<Finding>> examine(MachineExamination machine) {
        List<Finding> known = new ArrayList<>(SettingsRules.check(config));
        known.addAll(
                machine.rules(config.transportLimits().sessions().perNode()).check());
        return joined(CompletableFuture.completedStage(known), joined(redis(), joined(mongo(), cluster())));
    }

    private CompletionStage<List<Finding>> redis() {
        return connected(redis)
                .thenCompose(client -> all(new RedisReader(client, config.redis(), clock)
                        .states().stream()
                                .map(state -> state.thenApply(read ->
                                        RedisRules.check(read, config.redis().isCluster())))
                                .toList()))
                .orTimeout(EXAMINE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> List.of(problem(
                        "Redis",
                        "cannot be examined at " + config.redis() + ": "
                                + RedisFailures.refusal(failure).orElseGet(redis::lastFailure),
                        "is it running, and reachable from this machine? redis-cli -u ... PING; password and TLS"
                                + " (rediss://) are part of --redis")));
    }

    private CompletionStage<List<Finding>> mongo() {
        return Failures.stageOf(mongo::examine)
                .thenApply(state -> MongoRules.check(state, clock.instant()))
                .exceptionally(failure -> List.of(problem(
                        "MongoDB",
                        "cannot be examined: " + firstLine(Failures.unwrap(failure)),
                        "is it running, with a primary, and reachable from this machine? mongosh ... --eval 'db.hello()';"
                                + " the user needs readWrite on its database")));
    }

    private CompletionStage<List<Finding>> cluster() {
        return connected(redis)
                .thenCombine(connected(secondRedis), this::exchange)
                .thenCompose(exchange -> exchange)
                .orTimeout(EXAMINE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> List.of(problem(
                        "Cluster",
                        "pub/sub cannot be tried: " + RedisFailures.words(failure),
                        "see the findings on Redis")));
    }

    private CompletionStage<List<Finding>> exchange(RedissonClient one, RedissonClient other) {
        CompletionStage<List<String>> nodes = directory.apply(one).nodes().thenApply(entries -> entries.stream()
                .map(entry -> entry.node().id().value())
                .toList());
        return PubSubProbe.send(one, other)
                .thenCombine(PubSubProbe.send(other, one), (there, back) -> new int[] {there, back})
                .thenCombine(nodes, (arrived, known) -> PubSubProbe.listen(other)
                        .thenApply(heard ->
                                new ClusterRules(PubSubProbe.channels(), arrived[0], arrived[1], known, heard).check()))
                .thenCompose(findings -> findings);
    }

    private static CompletableFuture<RedissonClient> connected(RedisConnection connection) {
        return connection
                .connect()
                .toCompletableFuture()
                .copy()
                .orTimeout(CONNECT_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static CompletionStage<List<Finding>> all(List<CompletionStage<List<Finding>>> stages) {
        return stages.stream().reduce(CompletableFuture.completedStage(List.of()), Doctor::joined);
    }

    private static CompletionStage<List<Finding>> joined(
            CompletionStage<List<Finding>> some, CompletionStage<List<Finding>> more) {
        return some.thenCombine(more, (first, second) -> {
            List<Finding> findings = new ArrayList<>(first);
            findings.addAll(second);
            return findings;
        });
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse(failure.toString());
    }
}
