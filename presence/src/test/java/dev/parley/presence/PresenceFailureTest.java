package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.UserId;
import dev.parley.presence.redis.RedisPresenceRegistry;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TestRedis;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.redisson.api.RedissonClient;

/** Nodes and a Redis that really die, in real time. */
@Timeout(60)
class PresenceFailureTest {
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

        north.die();
        var died = Instant.now();
        Waiting.until(
                "all are announced offline",
                () -> south.offline().size() + west.offline().size() == users.size());

        assertThat(Duration.between(died, Instant.now())).isLessThan(Duration.ofSeconds(10));
        List<UserId> announced = new ArrayList<>(south.offline());
        announced.addAll(west.offline());
        assertThat(announced).containsExactlyInAnyOrderElementsOf(users);
        for (var node : List.of(south, west)) {
            assertThat(PresenceRegistryContract.state(node.registry, ben).isOnline())
                    .isTrue();
            assertThat(PresenceRegistryContract.state(node.registry, users.get(0))
                            .isOnline())
                    .isFalse();
        }
    }

    @Test
    void afterARedisThatLostEverythingComesBackEveryNodeGivesTheRightAnswerAgain() {
        try (var redis = RedisServer.start()) {
            var north = node(redis.address());
            var south = node(redis.address());
            PresenceRegistryContract.done(north.presence.connected(ada));
            PresenceRegistryContract.done(south.presence.connected(ben));
            long before = PresenceRegistryContract.state(south.registry, ada).version();

            redis.kill();
            assertThat(south.presence.disconnected(ben).toCompletableFuture()).failsWithin(Duration.ofSeconds(15));
            redis.restart();

            Waiting.until(
                    "Ben is announced offline",
                    () -> south.offline().contains(ben) || north.offline().contains(ben));
            Waiting.until("Ada is online", () -> isOnline(south, ada));
            assertThat(PresenceRegistryContract.state(south.registry, ada).version())
                    .isGreaterThan(before);
            assertThat(PresenceRegistryContract.state(north.registry, ben).isOnline())
                    .isFalse();
            assertThat(PresenceRegistryContract.state(north.registry, ada).connections())
                    .isEqualTo(1);
        }
    }

    private static boolean isOnline(Node node, UserId user) {
        return PresenceRegistryContract.state(node.registry, user).isOnline();
    }

    private Node node(String address) {
        var node = new Node(address);
        nodes.add(node);
        PresenceRegistryContract.done(node.presence.start());
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
            registry = new RedisPresenceRegistry(
                    client, new NodeId(UUID.randomUUID().toString()), settings);
            presence = new LocalPresence(registry, settings, heard::add, timer);
        }

        List<UserId> offline() {
            return heard.stream()
                    .filter(change -> !change.isOnline())
                    .map(PresenceChange::userId)
                    .toList();
        }

        /** Without a word, as by {@code kill -9}. */
        void die() {
            timer.shutdownNow();
            client.shutdown();
        }

        void close() {
            timer.shutdownNow();
            client.shutdown();
        }
    }
}
