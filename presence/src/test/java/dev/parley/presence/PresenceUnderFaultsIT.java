package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.UserId;
import dev.parley.presence.redis.NodeEpoch;
import dev.parley.presence.redis.RedisClients;
import dev.parley.presence.redis.RedisPresenceRegistry;
import dev.parley.presence.redis.RedisTime;
import dev.parley.presence.redis.UnreliableScripts;
import dev.parley.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Nodes on a real Redis beside a model that knows who has a socket: users come, reload, roam and leave at random while nodes die and
 * are cut off, Redis stands still or loses its data, and the network loses, repeats and delays scripts.
 */
class PresenceUnderFaultsIT {
    private static final Duration STEP = Duration.ofMillis(250);
    /** A lease, the pause of a sweep, a grace, and an audit of all shards. */
    private static final Duration HEALED_WITHIN = Duration.ofSeconds(60);

    private static RedissonClient client;

    @BeforeAll
    static void connect() {
        client = RedisClients.of(TestRedis.address());
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
    }

    /**
     * Deliberate: an even seed kills nodes and hides users, an odd one empties Redis. What only a dead node, or one that the user has
     * left, knew before Redis lost it is lost.
     */
    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 7, 42, 1234, 987_654_321})
    void afterAnyFaultsEveryNodeAnswersTheTruthAndSoDidTheAnnouncements(long seed) {
        var run = new Run(new Random(seed));
        run.killsAndHides = seed % 2 == 0;
        for (int i = 0; i < 400; i++) {
            run.step(true);
        }
        run.heal();
        run.assertTruth();
        run.close();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 11, 77})
    void noConnectedUserIsAnnouncedOfflineWhileRedisHangsRepeatedly(long seed) {
        var run = new Run(new Random(seed));
        run.everyoneConnects();
        run.pass(Duration.ofSeconds(5));
        run.heard.clear();
        for (int i = 0; i < 20; i++) {
            run.redisStandsStill(Duration.ofMillis(run.random.nextInt(15_000)));
            run.pass(Duration.ofMillis(run.random.nextInt(10_000)));
        }
        run.heal();
        assertThat(run.heard).isEmpty();
        run.assertTruth();
        run.close();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 13})
    void withoutFaultsChangesAlternateAndAnAuditFindsNothing(long seed) {
        var run = new Run(new Random(seed));
        run.killsAndHides = true;
        for (int i = 0; i < 400; i++) {
            run.step(false);
        }
        run.heal();
        run.assertTruth();
        assertThat(run.repeats).isZero();
        assertThat(run.disagreements()).isZero();
        run.close();
    }

    private static final class Run {
        final Random random;
        final Map<UserId, PresenceChange> heard = new HashMap<>();
        int repeats;
        boolean killsAndHides;
        private final String prefix = "test-" + UUID.randomUUID();
        private final PresenceSettings settings = PresenceSettings.defaults().withKeyPrefix(prefix);
        private final List<UserId> users =
                IntStream.range(0, 12).mapToObj(i -> new UserId("user" + i)).toList();
        private final List<Node> nodes = new ArrayList<>();
        private int born;

        Run(Random random) {
            this.random = random;
            for (int i = 0; i < 3; i++) {
                start();
            }
        }

        void everyoneConnects() {
            users.forEach(user -> anyNode().connect(user));
        }

        void step(boolean faults) {
            var node = anyNode();
            var user = users.get(random.nextInt(users.size()));
            switch (random.nextInt(faults ? 16 : 9)) {
                case 0, 1, 2 -> node.connect(user);
                case 3, 4, 5 -> node.disconnect(user);
                case 6 -> node.choose(user, false);
                case 7 -> node.choose(user, true);
                case 8 -> pass(Duration.ofMillis(random.nextInt(3_000)));
                case 9 -> node.network.unreliable(true);
                case 10 -> node.network.unreliable(false);
                case 11 -> node.network.cut(random.nextInt(3) == 0);
                case 12 -> nodes.forEach(each -> each.network.deliverOneLate());
                case 13 -> {
                    if (killsAndHides && random.nextInt(4) == 0) {
                        nodes.remove(node);
                        start();
                    }
                }
                case 14 -> redisStandsStill(Duration.ofMillis(random.nextInt(12_000)));
                default -> {
                    if (!killsAndHides && random.nextInt(8) == 0) {
                        RedisTime.loseEverything(client, prefix);
                    }
                }
            }
        }

        void redisStandsStill(Duration time) {
            nodes.forEach(node -> node.network.cut(true));
            pass(time);
            nodes.forEach(node -> node.network.cut(false));
            for (int i = 0; i < 10; i++) {
                nodes.get(random.nextInt(nodes.size())).network.deliverOneLate();
            }
        }

        /** Faults end, but late copies still arrive. */
        void heal() {
            nodes.forEach(node -> node.network.cut(false));
            nodes.forEach(node -> node.network.unreliable(false));
            for (long ms = 0; ms < HEALED_WITHIN.toMillis(); ms += STEP.toMillis()) {
                for (int i = 0; i < 5; i++) {
                    nodes.forEach(node -> node.network.deliverOneLate());
                }
                pass(STEP);
            }
        }

        void pass(Duration time) {
            for (long left = time.toMillis(); left > 0; left -= STEP.toMillis()) {
                var part = Duration.ofMillis(Math.min(left, STEP.toMillis()));
                RedisTime.pass(client, prefix, part);
                nodes.forEach(node -> node.timer.pass(part));
            }
        }

        void assertTruth() {
            for (var user : users) {
                int sockets =
                        nodes.stream().mapToInt(node -> node.socketsOf(user)).sum();
                for (var node : nodes) {
                    var state = PresenceRegistryContract.state(node.registry, user);
                    assertThat(state.connections())
                            .as("connections of %s", user)
                            .isEqualTo(sockets);
                    if (sockets == 0) {
                        assertThat(state.isOnline()).as("%s is online", user).isFalse();
                    }
                    var last = heard.get(user);
                    if (last != null) {
                        assertThat(last.isOnline()).as("announced of %s", user).isEqualTo(state.isOnline());
                    }
                }
            }
        }

        long disagreements() {
            return nodes.stream()
                    .mapToLong(node -> node.presence.disagreements())
                    .sum();
        }

        void close() {
            RedisTime.loseEverything(client, prefix);
        }

        private void start() {
            nodes.add(new Node("node" + born++));
        }

        private Node anyNode() {
            return nodes.get(random.nextInt(nodes.size()));
        }

        /** As a client does: an older version is ignored. */
        private void hear(PresenceChange change) {
            var last = heard.get(change.userId());
            if (last != null && last.version() == change.version()) {
                repeats++;
            }
            if (last == null || last.version() < change.version()) {
                heard.put(change.userId(), change);
            }
        }

        private final class Node {
            final UnreliableScripts network =
                    new UnreliableScripts(client.getScript(StringCodec.INSTANCE), new Random(random.nextLong()));
            final ManualTimer timer = new ManualTimer();
            final PresenceRegistry registry;
            final LocalPresence presence;
            private final Map<UserId, Integer> sockets = new HashMap<>();

            Node(String name) {
                registry =
                        new RedisPresenceRegistry(network.scripts(), new NodeId(name), new NodeEpoch(name), settings);
                presence = new LocalPresence(registry, settings, Run.this::hear, timer);
                presence.start();
            }

            void connect(UserId user) {
                sockets.merge(user, 1, Integer::sum);
                presence.connected(user);
            }

            void disconnect(UserId user) {
                if (socketsOf(user) > 0) {
                    sockets.merge(user, -1, Integer::sum);
                    presence.disconnected(user);
                }
            }

            void choose(UserId user, boolean visible) {
                if (killsAndHides && socketsOf(user) > 0) {
                    presence.setVisible(user, visible);
                }
            }

            int socketsOf(UserId user) {
                return sockets.getOrDefault(user, 0);
            }
        }
    }
}
