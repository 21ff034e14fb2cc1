package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every registry guarantees; time is moved by hand. */
abstract class PresenceRegistryContract {
    static final Duration GRACE = Duration.ofSeconds(2);
    static final Duration HAND_OVER = Duration.ofSeconds(5);
    static final Duration LEASE = Duration.ofSeconds(6);
    private static final Duration A_MOMENT = Duration.ofMillis(500);

    final UserId ada = new UserId("ada");
    final UserId ben = new UserId("ben");

    /** The same cluster, seen from another node. */
    abstract PresenceRegistry onNode(String name);

    abstract void pass(Duration time) throws Exception;

    abstract void loseEverything() throws Exception;

    @Test
    void theFirstSocketBringsAUserOnlineAndTheSecondChangesNothing() {
        var north = onNode("north");

        var change = done(north.report(ada, 1));

        assertThat(change).hasValueSatisfying(c -> {
            assertThat(c.userId()).isEqualTo(ada);
            assertThat(c.isOnline()).isTrue();
            assertThat(c.version()).isPositive();
        });
        assertThat(done(north.report(ada, 2))).isEmpty();
        assertThat(done(onNode("south").report(ada, 1))).isEmpty();
        assertThat(state(north, ada).connections()).isEqualTo(3);
    }

    @Test
    void everyNodeGivesTheSameAnswer() {
        var change = done(onNode("north").report(ada, 1)).orElseThrow();

        for (var node : List.of("north", "south", "west")) {
            var state = state(onNode(node), ada);
            assertThat(state.isOnline()).isTrue();
            assertThat(state.version()).isEqualTo(change.version());
            assertThat(state.lastActive()).isPresent();
        }
    }

    @Test
    void aUserNobodyHeardOfIsOfflineWithoutATime() {
        assertThat(state(onNode("north"), ben)).isEqualTo(new PresenceState(ben, false, Optional.empty(), 0, 0));
    }

    @Test
    void repeatingAReportIsHarmless() {
        var north = onNode("north");
        done(north.report(ada, 1));

        assertThat(done(north.report(ada, 1))).isEmpty();
        assertThat(state(north, ada).connections()).isEqualTo(1);
    }

    @Test
    void aReloadWithinTheGraceShowsNoFlap() throws Exception {
        var north = onNode("north");
        done(north.renewLease());
        done(north.report(ada, 1));

        assertThat(done(north.report(ada, 0))).isEmpty();
        pass(GRACE.minus(A_MOMENT));
        assertThat(done(north.sweep())).isEmpty();
        assertThat(done(onNode("south").report(ada, 1))).isEmpty();
        pass(GRACE);
        assertThat(done(north.sweep())).isEmpty();
        assertThat(state(north, ada).isOnline()).isTrue();
    }

    @Test
    void whoStaysAwayIsAnnouncedOfflineOnceWithTheTimeOfLeaving() throws Exception {
        var north = onNode("north");
        var online = done(north.report(ada, 1)).orElseThrow();
        done(north.report(ada, 0));
        pass(GRACE.plus(A_MOMENT));

        var offline = done(north.sweep());

        assertThat(offline).singleElement().satisfies(change -> {
            assertThat(change.isOnline()).isFalse();
            assertThat(change.version()).isGreaterThan(online.version());
            assertThat(change.lastActive())
                    .isBetween(
                            online.lastActive().minus(GRACE).minus(A_MOMENT),
                            online.lastActive().plusSeconds(1));
        });
        assertThat(done(onNode("south").sweep())).isEmpty();
        assertThat(state(north, ada).lastActive()).contains(offline.get(0).lastActive());
    }

    @Test
    void whoIsSentAwayHasTheTimeToComeBackToAnotherNode() throws Exception {
        var north = onNode("north");
        var south = onNode("south");
        done(north.report(ada, 1));

        done(north.handOver(ada));
        pass(GRACE.plus(A_MOMENT));
        assertThat(done(south.sweep())).isEmpty();
        assertThat(done(south.report(ada, 1))).isEmpty();
        pass(HAND_OVER);

        assertThat(done(south.sweep())).isEmpty();
        assertThat(state(south, ada).isOnline()).isTrue();
    }

    @Test
    void whoIsSentAwayAndStaysAwayIsOfflineWithTheTimeOfLeaving() throws Exception {
        var north = onNode("north");
        var online = done(north.report(ada, 1)).orElseThrow();
        done(north.handOver(ada));
        pass(HAND_OVER.plus(A_MOMENT));

        assertThat(done(onNode("south").sweep())).singleElement().satisfies(change -> assertThat(change.lastActive())
                .isBetween(
                        online.lastActive().minus(HAND_OVER).minus(A_MOMENT),
                        online.lastActive().plusSeconds(1)));
    }

    @Test
    void aDeadNodesUsersGoOfflineUnlessTheyAreConnectedElsewhere() throws Exception {
        var north = onNode("north");
        var south = onNode("south");
        done(north.renewLease());
        done(north.report(ada, 1));
        done(north.report(ben, 1));
        done(south.renewLease());
        done(south.report(ben, 1));

        pass(LEASE.minus(A_MOMENT));
        done(south.renewLease());
        assertThat(done(south.sweep())).isEmpty();
        pass(A_MOMENT.multipliedBy(2));

        assertThat(done(south.sweep())).singleElement().satisfies(change -> {
            assertThat(change.userId()).isEqualTo(ada);
            assertThat(change.isOnline()).isFalse();
        });
        assertThat(done(south.sweep())).isEmpty();
        assertThat(state(south, ben).connections()).isEqualTo(1);
    }

    @Test
    void aDeadNodesSocketsNoLongerCountAsConnections() throws Exception {
        done(onNode("north").report(ada, 2));
        pass(LEASE);

        assertThat(state(onNode("south"), ada).connections()).isZero();
    }

    @Test
    void aNodeThatWasDeclaredDeadIsToldToReportAgain() throws Exception {
        var north = onNode("north");
        assertThat(done(north.renewLease())).isFalse();
        assertThat(done(north.renewLease())).isTrue();
        done(north.report(ada, 1));
        pass(LEASE);
        done(onNode("south").sweep());

        assertThat(done(north.renewLease())).isFalse();
        assertThat(done(north.report(ada, 1)))
                .hasValueSatisfying(c -> assertThat(c.isOnline()).isTrue());
        assertThat(done(north.renewLease())).isTrue();
    }

    @Test
    void aReportDoesNotHideFromADeadNodeThatItIsToReportEveryone() throws Exception {
        var north = onNode("north");
        done(north.renewLease());
        done(north.report(ada, 1));
        pass(LEASE);
        done(onNode("south").sweep());

        done(north.report(ben, 1));

        assertThat(done(north.renewLease())).isFalse();
    }

    @Test
    void whoAppearsOfflineDoesSoOnEveryNodeUntilVisibleAgain() {
        var north = onNode("north");
        done(north.report(ada, 1));

        assertThat(done(north.setVisible(ada, false)))
                .hasValueSatisfying(c -> assertThat(c.isOnline()).isFalse());
        assertThat(done(north.setVisible(ada, false))).isEmpty();
        assertThat(done(onNode("south").report(ada, 1))).isEmpty();
        assertThat(state(onNode("south"), ada).isOnline()).isFalse();
        assertThat(state(onNode("south"), ada).connections()).isEqualTo(2);
        assertThat(done(north.setVisible(ada, true)))
                .hasValueSatisfying(c -> assertThat(c.isOnline()).isTrue());
    }

    @Test
    void appearingOfflineSurvivesAReloadAndEndsWithTheLastConnection() throws Exception {
        var north = onNode("north");
        done(north.report(ada, 1));
        done(north.setVisible(ada, false));
        done(north.report(ada, 0));
        assertThat(done(north.report(ada, 1))).isEmpty();

        done(north.report(ada, 0));
        pass(GRACE);
        assertThat(done(north.sweep())).isEmpty();

        assertThat(done(north.report(ada, 1)))
                .hasValueSatisfying(c -> assertThat(c.isOnline()).isTrue());
    }

    @Test
    void nobodyIsShownOnlineByAWishAlone() {
        assertThat(done(onNode("north").setVisible(ada, true))).isEmpty();
        assertThat(state(onNode("north"), ada).isOnline()).isFalse();
    }

    @Test
    void aVersionNeverGoesBackEvenWhenEverythingWasLost() throws Exception {
        var north = onNode("north");
        var before = done(north.report(ada, 1)).orElseThrow();
        pass(A_MOMENT);

        loseEverything();

        assertThat(done(north.renewLease())).isFalse();
        assertThat(done(north.report(ada, 1)))
                .hasValueSatisfying(c -> assertThat(c.version()).isGreaterThan(before.version()));
    }

    @Test
    void whoLeftWhileEverythingWasLostIsStillAnnouncedOffline() throws Exception {
        var north = onNode("north");
        var before = done(north.report(ada, 1)).orElseThrow();
        pass(A_MOMENT);
        loseEverything();

        done(north.report(ada, 0));
        pass(GRACE);

        assertThat(done(north.sweep())).singleElement().satisfies(change -> {
            assertThat(change.isOnline()).isFalse();
            assertThat(change.version()).isGreaterThan(before.version());
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 7, 42, 1234, 987_654_321})
    void whateverHappensChangesAlternateVersionsGrowAndAllNodesAgree(long seed) throws Exception {
        new Run(new Random(seed)).play(150);
    }

    static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static PresenceState state(PresenceRegistry registry, UserId user) {
        return done(registry.query(List.of(user))).get(user);
    }

    /** Nodes that connect, drop, die, pause and come back at random, beside the plain truth about who has a socket. */
    private final class Run {
        private final Random random;
        private final List<String> nodes = new ArrayList<>(List.of("node0", "node1", "node2"));
        private final List<UserId> users =
                List.of(new UserId("u0"), new UserId("u1"), new UserId("u2"), new UserId("u3"), new UserId("u4"));
        private final Map<String, Map<UserId, Integer>> sockets = new HashMap<>();
        private final Map<UserId, PresenceChange> heard = new HashMap<>();
        private int born = nodes.size();

        Run(Random random) {
            this.random = random;
        }

        void play(int steps) throws Exception {
            for (int i = 0; i < steps; i++) {
                step();
                allNodesAgree();
            }
            settle();
            for (var user : users) {
                assertThat(state(onNode(nodes.get(0)), user).isOnline())
                        .as("%s", user)
                        .isEqualTo(isConnected(user));
            }
        }

        private void step() throws Exception {
            var node = nodes.get(random.nextInt(nodes.size()));
            var user = users.get(random.nextInt(users.size()));
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> count(node, user, random.nextInt(3));
                case 4, 5 -> count(node, user, 0);
                case 6 -> pass(Duration.ofMillis(random.nextInt(2500)));
                case 7 -> renew(node);
                case 8 -> replace(node);
                case 9 -> pass(LEASE);
                default -> done(onNode(node).sweep()).forEach(this::hear);
            }
        }

        private void count(String node, UserId user, int n) {
            if (n > 0 || of(node).containsKey(user)) {
                of(node).put(user, n);
                done(onNode(node).report(user, n)).ifPresent(this::hear);
                of(node).remove(user, 0);
            }
        }

        private void renew(String node) {
            if (!done(onNode(node).renewLease())) {
                of(node).forEach((user, n) -> done(onNode(node).report(user, n)).ifPresent(this::hear));
            }
        }

        /** Killed; another starts in its place, under a name of its own. */
        private void replace(String node) {
            nodes.remove(node);
            sockets.remove(node);
            nodes.add("node" + born++);
        }

        private void settle() throws Exception {
            for (int i = 0; i < 2; i++) {
                pass(LEASE);
                nodes.forEach(this::renew);
                done(onNode(nodes.get(0)).sweep()).forEach(this::hear);
            }
            nodes.forEach(this::renew);
        }

        private void hear(PresenceChange change) {
            var last = heard.get(change.userId());
            if (last != null && last.version() == change.version() && last.isOnline() == change.isOnline()) {
                return; // A node died before it could say that it had heard this one.
            }
            heard.put(change.userId(), change);
            assertThat(change.isOnline()).as("%s after %s", change, last).isEqualTo(last == null || !last.isOnline());
            assertThat(change.version()).isGreaterThan(last == null ? 0 : last.version());
        }

        private void allNodesAgree() {
            var user = users.get(random.nextInt(users.size()));
            var last = heard.get(user);
            for (var node : nodes) {
                var state = state(onNode(node), user);
                assertThat(state.isOnline()).isEqualTo(last != null && last.isOnline());
                assertThat(state.version()).isEqualTo(last == null ? 0 : last.version());
            }
        }

        private boolean isConnected(UserId user) {
            return sockets.values().stream().anyMatch(of -> of.containsKey(user));
        }

        private Map<UserId, Integer> of(String node) {
            return sockets.computeIfAbsent(node, name -> new HashMap<>());
        }
    }
}
