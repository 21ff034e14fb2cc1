package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.UserId;
import dev.parley.presence.redis.RedisClients;
import dev.parley.presence.redis.RedisPresenceRegistry;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TestRedis;
import dev.parley.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;

/** Nodes and a Redis that really die and stand still, in real time. */
@Timeout(120)
class PresenceFailureIT {
    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(7);

    private final UserId ada = new UserId("ada");
    private final UserId ben = new UserId("ben");
    private final PresenceSettings settings = PresenceSettings.defaults().withKeyPrefix("test-" + UUID.randomUUID());
    private final List<Node> nodes = new ArrayList<>();

    @AfterEach
    void tearDown() {
        nodes.forEach(Node::close);
    }

    @Test
    void aKilledNodesUsersAreAnnouncedOfflineOnceWithinTenSeconds() {
        var north = node(TestRedis.address());
        var south = node(TestRedis.address());
        var west = node(TestRedis.address());
        var users =
                IntStream.range(0, 500).mapToObj(i -> new UserId("user" + i)).toList();
        users.stream().map(north.presence::connected).toList().forEach(PresenceRegistryContract::done);
        PresenceRegistryContract.done(north.presence.connected(ben));
        PresenceRegistryContract.done(south.presence.connected(ben));

        north.close();
        var died = Instant.now();
        Waiting.until(
                "all are announced offline",
                () -> south.offline().size() + west.offline().size() == users.size());

        assertThat(Duration.between(died, Instant.now())).isLessThan(Duration.ofSeconds(10));
        List<UserId> announced = new ArrayList<>(south.offline());
        announced.addAll(west.offline());
        assertThat(announced).containsExactlyInAnyOrderElementsOf(users);
        for (var node : List.of(south, west)) {
            assertThat(isOnline(node, ben)).isTrue();
            assertThat(isOnline(node, users.get(0))).isFalse();
        }
    }

    @Test
    void noUserIsAnnouncedOfflineWhileRedisHangsForLongerThanALease() throws Exception {
        try (var redis = RedisServer.start()) {
            var north = node(redis.address());
            var south = node(redis.address());
            var users = IntStream.range(0, 200)
                    .mapToObj(i -> new UserId("user" + i))
                    .toList();
            for (var user : users) {
                PresenceRegistryContract.done(
                        (user.value().hashCode() % 2 == 0 ? north : south).presence.connected(user));
            }
            PresenceRegistryContract.done(north.presence.connected(ada));
            north.heard.clear();
            south.heard.clear();

            standStill(redis, LONGER_THAN_A_LEASE, () -> north.presence.disconnected(ada));
            Waiting.until("Ada is announced offline", () -> Stream.of(north, south)
                    .anyMatch(node -> node.offline().contains(ada)));
            TimeUnit.MILLISECONDS.sleep(settings.lease().plusSeconds(2).toMillis());

            List<PresenceChange> announced = new ArrayList<>(north.heard);
            announced.addAll(south.heard);
            assertThat(announced).singleElement().satisfies(change -> assertThat(change.userId())
                    .isEqualTo(ada));
            for (var user : users) {
                assertThat(isOnline(north, user)).isTrue();
                assertThat(PresenceRegistryContract.state(south.registry, user).connections())
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void afterRedisLostItsDataConnectedUsersAreNotAnnouncedAndEveryNodeAnswersCorrectly() {
        try (var redis = RedisServer.start()) {
            var north = node(redis.address());
            var south = node(redis.address());
            PresenceRegistryContract.done(north.presence.connected(ada));
            PresenceRegistryContract.done(south.presence.connected(ben));
            north.heard.clear();
            south.heard.clear();

            redis.kill();
            assertThat(south.presence.disconnected(ben).toCompletableFuture()).failsWithin(Duration.ofSeconds(15));
            redis.restart();

            Waiting.until("Ben is announced offline", Duration.ofSeconds(60), () -> Stream.of(north, south)
                    .anyMatch(node -> node.offline().contains(ben)));
            Waiting.until("Ada is online", () -> isOnline(south, ada));
            List<PresenceChange> announced = new ArrayList<>(north.heard);
            announced.addAll(south.heard);
            assertThat(announced).hasSize(1);
            assertThat(isOnline(north, ben)).isFalse();
            assertThat(PresenceRegistryContract.state(north.registry, ada).connections())
                    .isEqualTo(1);
        }
    }

    @Test
    void aRenewalCostsTheSameNumberOfCommandsForTenUsersAndForTenThousand() {
        try (var redis = RedisServer.start()) {
            var node = node(redis.address(), false);
            PresenceRegistryContract.done(node.registry.renewLease());
            connect(node.registry, 10);
            long withFew = scriptsOf(node, () -> PresenceRegistryContract.done(node.registry.renewLease()));
            connect(node.registry, 10_000);

            assertThat(scriptsOf(node, () -> PresenceRegistryContract.done(node.registry.renewLease())))
                    .isEqualTo(withFew)
                    .isPositive();
            assertThat(scriptsOf(node, () -> connect(node.registry, 1))).isEqualTo(1);
        }
    }

    private void connect(PresenceRegistry registry, int users) {
        var reports = new BoundedConcurrency<Integer>(64, i -> registry.report(
                        new PresenceReport(new UserId("user" + i), 1, settings.grace(), AnnouncedStatus.NONE, i))
                .thenAccept(result -> {}));
        PresenceRegistryContract.done(
                reports.runAll(IntStream.range(0, users).boxed().toList()));
    }

    private static long scriptsOf(Node node, Runnable action) {
        long before = scripts(node);
        action.run();
        return scripts(node) - before;
    }

    /** Scripts that Redis has run. */
    private static long scripts(Node node) {
        return node
                .client
                .getRedisNodes(RedisNodes.SINGLE)
                .getInstance()
                .info(RedisNode.InfoSection.COMMANDSTATS)
                .entrySet()
                .stream()
                .filter(command -> command.getKey().startsWith("cmdstat_eval"))
                .mapToLong(command -> Long.parseLong(command.getValue().replaceAll("calls=(\\d+),.*", "$1")))
                .sum();
    }

    private static boolean isOnline(Node node, UserId user) {
        return PresenceRegistryContract.state(node.registry, user).isOnline();
    }

    /** Stops the process of Redis without ending it. */
    private static void standStill(RedisServer redis, Duration time, Runnable during) throws Exception {
        var pid = redis.askAll("INFO server")
                .lines()
                .filter(line -> line.startsWith("process_id:"))
                .map(line -> line.substring("process_id:".length()).trim())
                .findFirst()
                .orElseThrow();
        signal("-STOP", pid);
        try {
            during.run();
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } finally {
            signal("-CONT", pid);
        }
    }

    private static void signal(String signal, String pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
    }

    private Node node(String address) {
        return node(address, true);
    }

    private Node node(String address, boolean start) {
        var node = new Node(address);
        nodes.add(node);
        if (start) {
            PresenceRegistryContract.done(node.presence.start());
        }
        return node;
    }

    private final class Node {
        final List<PresenceChange> heard = new CopyOnWriteArrayList<>();
        final RedissonClient client;
        final PresenceRegistry registry;
        final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        final LocalPresence presence;

        Node(String address) {
            client = RedisClients.of(address);
            registry = new RedisPresenceRegistry(client, new NodeId("node"), settings);
            presence = new LocalPresence(registry, settings, heard::add, timer);
        }

        List<UserId> offline() {
            return heard.stream()
                    .filter(change -> !change.isOnline())
                    .map(PresenceChange::userId)
                    .toList();
        }

        /** Without handing its users over, as by {@code kill -9}. */
        void close() {
            timer.shutdownNow();
            client.shutdown();
        }
    }
}
