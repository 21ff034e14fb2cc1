package dev.parley.presence.redis;

import dev.parley.core.deadline.Deadline;
import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.presence.NodeId;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceReport;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.PresenceState;
import dev.parley.presence.RegisteredUser;
import dev.parley.presence.StepResult;
import dev.parley.presence.Visibility;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Presence in Redis 7, single, Sentinel or Cluster. Reads go to masters too, so that every node gives the same answer. How
 * long a step may take is the client's timeout. Stages complete on Redisson's threads: do not block in them.
 */
public final class RedisPresenceRegistry implements PresenceRegistry {
    /** Records stay this long after the last connection; a later version starts from the clock and is higher anyway. */
    private static final Duration KEEP_OFFLINE = Duration.ofDays(1);

    /** Longer than a client takes with all its attempts; a step that has no answer then has failed. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final int USERS_PER_SWEEP_AND_SHARD = 100;
    private static final int USERS_PER_PAGE = 500;

    private final ScriptRunner scripts;
    private final RedisKeys keys;
    private final NodeId name;
    private final NodeEpoch node;
    private final PresenceSettings settings;
    private final Registrations registrations = new Registrations();
    private final AtomicLong sweeps = new AtomicLong();
    private volatile long ackedSweep;

    /** Deliberate: draws an epoch of its own, so that a configured node id that outlives the process does no harm. */
    public RedisPresenceRegistry(RedissonClient client, NodeId name, PresenceSettings settings) {
        this(client.getScript(StringCodec.INSTANCE), name, NodeEpoch.random(new SecureRandom()), settings);
    }

    /** @param epoch never used by another registry on the same Redis */
    public RedisPresenceRegistry(RScript redis, NodeId name, NodeEpoch epoch, PresenceSettings settings) {
        this.scripts = new ScriptRunner(redis, new Deadline(DEADLINE));
        this.keys = new RedisKeys(settings.keyPrefix());
        this.name = name;
        this.node = epoch;
        this.settings = settings;
    }

    @Override
    public CompletionStage<StepResult> report(PresenceReport report) {
        var user = report.user();
        int shard = shardOf(user);
        List<Object> touched =
                List.of(keys.user(user), keys.usersOf(node, shard), keys.nodes(shard), keys.graces(shard));
        return fenced(
                        shard,
                        () -> scripts.run(
                                PresenceScripts.REPORT,
                                RScript.ReturnType.LIST,
                                touched,
                                user.value(),
                                node.value(),
                                registrations.of(shard),
                                registrations.fence(),
                                stepId(report.step()),
                                report.sockets(),
                                report.grace().toMillis(),
                                flag(report.known().isOnline()),
                                report.known().version()))
                .thenApply(reply -> Replies.result(user, reply));
    }

    @Override
    public CompletionStage<StepResult> setVisible(UserId user, Visibility choice, long step) {
        int shard = shardOf(user);
        List<Object> touched = List.of(keys.user(user), keys.nodes(shard), keys.graces(shard));
        return fenced(
                        shard,
                        () -> scripts.run(
                                PresenceScripts.SET_VISIBLE,
                                RScript.ReturnType.LIST,
                                touched,
                                user.value(),
                                node.value(),
                                registrations.of(shard),
                                registrations.fence(),
                                stepId(step),
                                flag(choice.visible()),
                                choice.chosenAt(),
                                settings.grace().toMillis()))
                .thenApply(reply -> Replies.result(user, reply));
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
        return all(eachShard(this::renewShard)).thenApply(done -> !registrations.takeChanged());
    }

    @Override
    public CompletionStage<List<PresenceChange>> sweep() {
        long sweep = sweeps.incrementAndGet();
        return all(eachShard(shard -> sweepShard(shard, sweep))).thenApply(shards -> answered(sweep, shards));
    }

    @Override
    public int shards() {
        return RedisKeys.SHARDS;
    }

    @Override
    public int shardOf(UserId user) {
        return RedisKeys.shardOf(user);
    }

    @Override
    public CompletionStage<Map<UserId, RegisteredUser>> registered(int shard) {
        return registeredFrom(shard, "0", new HashMap<>());
    }

    private CompletionStage<Map<UserId, RegisteredUser>> registeredFrom(
            int shard, String cursor, Map<UserId, RegisteredUser> found) {
        return scripts.<List<Object>>run(
                        PresenceScripts.REGISTERED,
                        RScript.ReturnType.LIST,
                        List.of(keys.usersOf(node, shard)),
                        node.value(),
                        keys.userPrefix(shard),
                        cursor,
                        USERS_PER_PAGE)
                .thenCompose(page -> {
                    found.putAll(Replies.registered(page));
                    var next = Replies.cursor(page);
                    return next.equals("0")
                            ? CompletableFuture.completedStage(found)
                            : registeredFrom(shard, next, found);
                });
    }

    private List<PresenceChange> answered(long sweep, List<List<List<Object>>> shards) {
        ackedSweep = sweep;
        return shards.stream().flatMap(List::stream).map(Replies::change).toList();
    }

    private CompletionStage<Map<UserId, PresenceState>> queryShard(int shard, List<UserId> users) {
        List<Object> touched = new ArrayList<>(List.of(keys.leases(shard), keys.nodes(shard)));
        users.forEach(user -> touched.add(keys.user(user)));
        return scripts.<List<List<Object>>>run(PresenceScripts.QUERY, RScript.ReturnType.LIST, touched, leaseMs())
                .thenApply(replies -> Replies.states(users, replies));
    }

    private CompletionStage<Void> renewShard(int shard) {
        return scripts.run(
                        PresenceScripts.RENEW,
                        RScript.ReturnType.VALUE,
                        List.of(keys.leases(shard), keys.nodes(shard)),
                        node.value(),
                        name.value(),
                        leaseMs(),
                        registrations.fence(),
                        registrations.of(shard))
                .thenAccept(registered -> registrations.set(shard, Replies.number(registered)));
    }

    private CompletionStage<List<List<Object>>> sweepShard(int shard, long sweep) {
        return scripts.run(
                PresenceScripts.SWEEP,
                RScript.ReturnType.LIST,
                List.of(keys.leases(shard), keys.nodes(shard), keys.graces(shard), keys.unacked(node, shard)),
                node.value(),
                keys.userPrefix(shard),
                keys.usersPrefix(shard),
                keys.unackedPrefix(shard),
                leaseMs(),
                settings.grace().toMillis(),
                USERS_PER_SWEEP_AND_SHARD,
                KEEP_OFFLINE.toMillis(),
                sweep,
                ackedSweep,
                registrations.of(shard));
    }

    /** Runs a step under this node's registration and fence; once more, under the valid ones, if it was refused. */
    private CompletionStage<List<Object>> fenced(int shard, Supplier<CompletionStage<List<Object>>> step) {
        return timed(step)
                .thenCompose(reply -> Replies.isRefused(reply)
                        ? registeredAgain(shard, Replies.registration(reply))
                                .thenCompose(done -> timed(step))
                                .thenCompose(RedisPresenceRegistry::notRefused)
                        : CompletableFuture.completedStage(reply));
    }

    private CompletionStage<List<Object>> timed(Supplier<CompletionStage<List<Object>>> step) {
        long begun = System.nanoTime();
        return step.get().whenComplete((reply, failure) -> registrations.ended(System.nanoTime() - begun, failure));
    }

    private CompletionStage<Void> registeredAgain(int shard, long registration) {
        if (registration == 0) {
            return renewShard(shard);
        }
        registrations.set(shard, registration);
        return CompletableFuture.completedStage(null);
    }

    private static CompletionStage<List<Object>> notRefused(List<Object> reply) {
        return Replies.isRefused(reply)
                ? CompletableFuture.failedStage(new StorageException("presence: a newer step overtook this one", null))
                : CompletableFuture.completedStage(reply);
    }

    private String stepId(long step) {
        return node + ":" + Long.toString(step, Character.MAX_RADIX);
    }

    private long leaseMs() {
        return settings.lease().toMillis();
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
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
}
