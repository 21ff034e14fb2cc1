package dev.parley.presence.redis;

import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.presence.NodeId;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.PresenceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Presence in Redis 7, single, Sentinel or Cluster. Reads go to masters too, so that every node gives the same answer. How
 * long a step may take is the client's time-out. Stages complete on Redisson's threads: do not block in them.
 */
public final class RedisPresenceRegistry implements PresenceRegistry {
    /** Records stay this long after the last connection; a later version starts from the clock and is higher anyway. */
    private static final Duration KEEP_OFFLINE = Duration.ofDays(1);

    private static final int USERS_PER_SWEEP_AND_SHARD = 100;

    private final RScript redis;
    private final RedisKeys keys;
    private final NodeId node;
    private final PresenceSettings settings;
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong sweeps = new AtomicLong();
    private volatile long heardSweep;

    public RedisPresenceRegistry(RedissonClient client, NodeId node, PresenceSettings settings) {
        this.redis = client.getScript(StringCodec.INSTANCE);
        this.keys = new RedisKeys(settings.keyPrefix());
        this.node = node;
        this.settings = settings;
    }

    @Override
    public CompletionStage<Optional<PresenceChange>> report(UserId user, int sockets) {
        return report(user, sockets, settings.grace());
    }

    @Override
    public CompletionStage<Optional<PresenceChange>> handOver(UserId user) {
        return report(user, 0, settings.handOver());
    }

    private CompletionStage<Optional<PresenceChange>> report(UserId user, int sockets, Duration grace) {
        int shard = RedisKeys.shardOf(user);
        List<Object> touched =
                List.of(keys.user(user), keys.usersOf(node, shard), keys.leases(shard), keys.graces(shard));
        return this.<List<Object>>run(
                        PresenceScripts.REPORT,
                        RScript.ReturnType.LIST,
                        touched,
                        user.value(),
                        node.value(),
                        sockets,
                        settings.lease().toMillis(),
                        grace.toMillis(),
                        nextStep())
                .thenApply(RedisPresenceRegistry::changeOf);
    }

    @Override
    public CompletionStage<Optional<PresenceChange>> setVisible(UserId user, boolean visible) {
        List<Object> touched = List.of(keys.user(user), keys.graces(RedisKeys.shardOf(user)));
        return this.<List<Object>>run(
                        PresenceScripts.VISIBLE,
                        RScript.ReturnType.LIST,
                        touched,
                        user.value(),
                        visible ? 1 : 0,
                        settings.grace().toMillis(),
                        nextStep())
                .thenApply(RedisPresenceRegistry::changeOf);
    }

    @Override
    public CompletionStage<Map<UserId, PresenceState>> query(Collection<UserId> users) {
        var byShard = users.stream().distinct().collect(Collectors.groupingBy(RedisKeys::shardOf));
        var answers = byShard.entrySet().stream()
                .map(shard -> queryShard(shard.getKey(), shard.getValue()))
                .toList();
        return all(answers).thenApply(RedisPresenceRegistry::merged);
    }

    @Override
    public CompletionStage<Boolean> renewLease() {
        return all(eachShard(this::renewShard))
                .thenApply(known -> known.stream().allMatch(k -> k == 1));
    }

    @Override
    public CompletionStage<List<PresenceChange>> sweep() {
        long sweep = sweeps.incrementAndGet();
        return all(eachShard(shard -> sweepShard(shard, sweep))).thenApply(shards -> heard(sweep, shards));
    }

    private List<PresenceChange> heard(long sweep, List<List<List<Object>>> shards) {
        heardSweep = sweep;
        return shards.stream()
                .flatMap(List::stream)
                .map(RedisPresenceRegistry::change)
                .toList();
    }

    private CompletionStage<Map<UserId, PresenceState>> queryShard(int shard, List<UserId> users) {
        List<Object> touched = new ArrayList<>(List.of(keys.leases(shard)));
        users.forEach(user -> touched.add(keys.user(user)));
        return this.<List<List<Object>>>run(PresenceScripts.QUERY, RScript.ReturnType.LIST, touched)
                .thenApply(answers -> states(users, answers));
    }

    private CompletionStage<Long> renewShard(int shard) {
        return run(
                PresenceScripts.RENEW,
                RScript.ReturnType.LONG,
                List.of(keys.leases(shard), keys.knownNodes(shard)),
                node.value(),
                settings.lease().toMillis());
    }

    private CompletionStage<List<List<Object>>> sweepShard(int shard, long sweep) {
        return run(
                PresenceScripts.SWEEP,
                RScript.ReturnType.LIST,
                List.of(keys.leases(shard), keys.knownNodes(shard), keys.graces(shard), keys.unheardBy(node, shard)),
                keys.userPrefix(shard),
                keys.nodePrefix(shard),
                settings.lease().toMillis(),
                settings.grace().toMillis(),
                USERS_PER_SWEEP_AND_SHARD,
                KEEP_OFFLINE.toMillis(),
                keys.unheardPrefix(shard),
                sweep,
                heardSweep);
    }

    /** The same when Redisson sends the step again, and never the same otherwise. */
    private String nextStep() {
        return node + ":" + steps.incrementAndGet();
    }

    private <R> CompletionStage<R> run(
            PresenceScripts script, RScript.ReturnType type, List<Object> touched, Object... args) {
        return redis.<R>evalAsync(RScript.Mode.READ_WRITE, script.text(), type, touched, args)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(storageException(script, failure)));
    }

    private static StorageException storageException(PresenceScripts script, Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new StorageException("presence: Redis did not answer " + script, cause);
    }

    private static <T> List<CompletionStage<T>> eachShard(IntFunction<CompletionStage<T>> step) {
        return IntStream.range(0, RedisKeys.SHARDS).mapToObj(step).toList();
    }

    private static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
        CompletionStage<List<T>> done = CompletableFuture.completedStage(new ArrayList<>());
        for (var stage : stages) {
            done = done.thenCombine(stage, RedisPresenceRegistry::appended);
        }
        return done;
    }

    private static <T> List<T> appended(List<T> list, T value) {
        list.add(value);
        return list;
    }

    private static Map<UserId, PresenceState> merged(List<Map<UserId, PresenceState>> parts) {
        Map<UserId, PresenceState> all = new HashMap<>();
        parts.forEach(all::putAll);
        return all;
    }

    private static Map<UserId, PresenceState> states(List<UserId> users, List<List<Object>> answers) {
        Map<UserId, PresenceState> states = new HashMap<>();
        for (int i = 0; i < users.size(); i++) {
            states.put(users.get(i), state(users.get(i), answers.get(i)));
        }
        return states;
    }

    private static PresenceState state(UserId user, List<Object> answer) {
        long active = number(answer.get(1));
        return new PresenceState(
                user,
                number(answer.get(0)) == 1,
                active < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(active)),
                number(answer.get(2)),
                (int) number(answer.get(3)));
    }

    private static Optional<PresenceChange> changeOf(List<Object> change) {
        return change == null || change.isEmpty() ? Optional.empty() : Optional.of(change(change));
    }

    private static PresenceChange change(List<Object> change) {
        return new PresenceChange(
                new UserId(change.get(0).toString()),
                number(change.get(1)) == 1,
                Instant.ofEpochMilli(number(change.get(2))),
                number(change.get(3)));
    }

    private static long number(Object value) {
        return Long.parseLong(value.toString());
    }
}
