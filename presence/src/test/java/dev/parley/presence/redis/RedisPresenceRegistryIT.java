package dev.parley.presence.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.UserId;
import dev.parley.presence.AnnouncedStatus;
import dev.parley.presence.NodeId;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceRegistry;
import dev.parley.presence.PresenceRegistryContract;
import dev.parley.presence.PresenceReport;
import dev.parley.presence.PresenceSettings;
import dev.parley.presence.TestNode;
import dev.parley.testing.TestRedis;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.KeysScanOptions;
import org.redisson.client.codec.StringCodec;

class RedisPresenceRegistryIT extends PresenceRegistryContract {
    private static final int IN_FLIGHT = 64;
    private static RedissonClient client;

    private final String prefix = "test-" + UUID.randomUUID();
    private final PresenceSettings settings = new PresenceSettings(prefix, GRACE, HAND_OVER, LEASE);

    @BeforeAll
    static void connect() {
        client = RedisClients.of(TestRedis.address());
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
    }

    @Override
    protected PresenceRegistry registryOf(String node) {
        return new RedisPresenceRegistry(scripts(), new NodeId(node), new NodeEpoch(node), settings);
    }

    @Override
    protected PresenceSettings settings() {
        return settings;
    }

    @Override
    protected void pass(Duration time) {
        RedisTime.pass(client, prefix, time);
    }

    @Override
    protected void loseEverything() {
        RedisTime.loseEverything(client, prefix);
    }

    @Test
    void aBigNodesUsersAreAnnouncedInSeveralBoundedSweeps() {
        var users =
                IntStream.range(0, 9_000).mapToObj(i -> new UserId("user" + i)).toList();
        var north = registryOf("north");
        var south = onNode("south");
        south.renewLease();
        reportAll(north, users);
        // Longer than a lease: on a busy machine the reports alone take as long as an interruption.
        pass(LEASE.plusSeconds(2), south);

        var first = south.sweep();
        Set<UserId> announced = new HashSet<>();
        for (var found = first; !found.isEmpty(); found = south.sweep()) {
            found.forEach(change -> announced.add(change.userId()));
        }

        assertThat(first).hasSizeLessThan(users.size());
        assertThat(announced).containsExactlyInAnyOrderElementsOf(users);
    }

    @Test
    void aChangeWhoseAnswerGotLostIsReturnedByTheNextSweep() {
        var north = onNode("north");
        var south = onNode("south");
        north.report(ada, 1);
        north.report(ada, 0);
        south.renewLease();
        pass(GRACE, south);
        done(registryOf("south").sweep());

        assertThat(south.sweep()).extracting(PresenceChange::userId).containsExactly(ada);
        assertThat(south.sweep()).isEmpty();
    }

    @Test
    void aChangeReturnedToANodeThatDiedIsReturnedToAnother() {
        var north = onNode("north");
        var south = onNode("south");
        north.report(ada, 1);
        north.report(ada, 0);
        south.renewLease();
        pass(GRACE, north, south);
        north.sweep();
        pass(LEASE, south);

        assertThat(south.sweep()).extracting(PresenceChange::userId).containsExactly(ada);
    }

    @Test
    void recordsOfLongOfflineUsersExpireAndThoseOfConnectedOnesDoNot() {
        var north = onNode("north");
        north.report(ada, 1);
        assertThat(lifetimeOf(ada)).isEqualTo(-1);
        north.report(ada, 0);
        pass(GRACE, north);
        north.sweep();

        assertThat(lifetimeOf(ada)).isBetween(1L, Duration.ofDays(1).toMillis());
        north.report(ada, 1);
        assertThat(lifetimeOf(ada)).isEqualTo(-1);
    }

    @Test
    void theKeysOfOneStepAreInOneSlot() {
        onNode("north").renewLease();
        onNode("north").report(ada, 1);

        assertThat(keys(":*"))
                .isNotEmpty()
                .allMatch(key -> key.startsWith(prefix + ":{u") && key.indexOf('}') == prefix.length() + 5);
    }

    @Test
    void twoStartsOfOneConfiguredNodeAreTwoNodes() {
        var before = new TestNode(new RedisPresenceRegistry(client, new NodeId("pod-uid"), settings), settings);
        before.report(ada, 1);
        before.report(ben, 1);

        var after = new TestNode(new RedisPresenceRegistry(client, new NodeId("pod-uid"), settings), settings);
        after.renewLease();
        after.report(ben, 1);
        pass(LEASE, after);

        assertThat(after.sweep())
                .filteredOn(change -> !change.isOnline())
                .extracting(PresenceChange::userId)
                .containsExactly(ada);
        assertThat(after.state(ben).connections()).isEqualTo(1);
    }

    /** Redis executes the script of a dead process that was killed between the change and its announcement. */
    @Test
    void aChangeThatADeadNodeMayNotHaveAnnouncedIsReturnedToAnother() {
        var south = onNode("south");
        south.renewLease();
        onNode("north").report(ada, 1);
        south.report(ada, 1);
        pass(LEASE, south);

        assertThat(south.sweep()).singleElement().satisfies(change -> assertThat(change.isOnline())
                .isTrue());
        assertThat(south.sweep()).isEmpty();
    }

    @Test
    void aLateCopyOfAnOlderStepIsRefused() {
        var step = new PresenceReport(ada, 1, GRACE, AnnouncedStatus.NONE, 1);
        var network = new UnreliableScripts(scripts(), new Random(1));
        var north = new RedisPresenceRegistry(network.scripts(), new NodeId("north"), new NodeEpoch("north"), settings);
        done(north.renewLease());
        network.loseAndKeep(true);
        assertThat(north.report(step).toCompletableFuture()).isCompletedExceptionally();
        network.loseAndKeep(false);
        done(north.report(new PresenceReport(ada, 0, GRACE, AnnouncedStatus.NONE, 1)));

        network.deliverOneLate();

        assertThat(state(north, ada).connections()).isZero();
    }

    @Test
    void tenThousandUsersTakeAtMost300BytesOfRedisEach() {
        int users = 10_000;
        // As long as the prefix in production.
        var shortPrefix = prefix.substring("test-".length(), "test-".length() + "parley".length());
        var north = new RedisPresenceRegistry(client, new NodeId("north"), settings.withKeyPrefix(shortPrefix));
        done(north.renewLease());
        long before = usedMemory();
        reportAll(
                north,
                IntStream.range(0, users)
                        .mapToObj(i -> new UserId("%024x".formatted(0x66f0c0ffee00000L + i)))
                        .toList());

        long each = (usedMemory() - before) / users;
        RedisTime.loseEverything(client, shortPrefix);
        System.out.println("bytes of Redis per user: " + each);
        assertThat(each).isLessThanOrEqualTo(300);
    }

    private static void reportAll(PresenceRegistry registry, List<UserId> users) {
        for (int from = 0; from < users.size(); from += IN_FLIGHT) {
            users.subList(from, Math.min(from + IN_FLIGHT, users.size())).stream()
                    .map(user -> registry.report(new PresenceReport(user, 1, GRACE, AnnouncedStatus.NONE, 1)))
                    .toList()
                    .forEach(PresenceRegistryContract::done);
        }
    }

    private static long usedMemory() {
        String info = client.getScript(StringCodec.INSTANCE)
                .eval(RScript.Mode.READ_ONLY, "return redis.call('INFO', 'memory')", RScript.ReturnType.VALUE);
        return info.lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring("used_memory:".length())))
                .findFirst()
                .orElseThrow();
    }

    private static RScript scripts() {
        return client.getScript(StringCodec.INSTANCE);
    }

    private Stream<String> keys(String pattern) {
        return client.getKeys().getKeysStream(KeysScanOptions.defaults().pattern(prefix + pattern));
    }

    private long lifetimeOf(UserId user) {
        var key = keys(":*user:" + user).findFirst().orElseThrow();
        return client.getKeys().remainTimeToLive(key);
    }
}
