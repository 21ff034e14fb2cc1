package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LocalPresenceTest {
    private static final PresenceSettings SETTINGS =
            new PresenceSettings("test", Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMillis(200));

    private final UserId ada = new UserId("ada");
    private final InMemoryPresenceRegistry.Cluster cluster = new InMemoryPresenceRegistry.Cluster(SETTINGS);
    private final FickleRegistry registry =
            new FickleRegistry(new InMemoryPresenceRegistry(cluster, new NodeId("north")));
    private final List<PresenceChange> heard = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LocalPresence presence = new LocalPresence(registry, SETTINGS, heard::add, timer);

    @AfterEach
    void tearDown() {
        presence.stop();
        timer.shutdownNow();
    }

    @Test
    void twoDevicesAreOneUserUntilBothAreGone() {
        done(presence.connected(ada));
        done(presence.connected(ada));
        done(presence.disconnected(ada));
        assertThat(connections()).isEqualTo(1);

        done(presence.disconnected(ada));

        assertThat(connections()).isZero();
        assertThat(heard).singleElement().satisfies(change -> assertThat(change.isOnline())
                .isTrue());
    }

    @Test
    void whoIsSentAwayByANodeThatEndsHasTheTimeToComeBackElsewhere() {
        var south = new InMemoryPresenceRegistry(cluster, new NodeId("south"));
        done(presence.connected(ada));

        presence.handOver();
        done(presence.disconnected(ada));
        cluster.pass(SETTINGS.handOver().minusMillis(1));
        assertThat(done(south.sweep())).isEmpty();

        cluster.pass(Duration.ofMillis(1));
        assertThat(done(south.sweep())).singleElement().satisfies(change -> assertThat(change.isOnline())
                .isFalse());
    }

    @Test
    void connectedCompletesAfterTheChangeWasHandedOver() {
        registry.hold();
        var counted = presence.connected(ada).toCompletableFuture();
        assertThat(counted).isNotDone();
        assertThat(heard).isEmpty();

        registry.release();

        assertThat(counted).isCompleted();
        assertThat(heard).hasSize(1);
    }

    @Test
    void manyChangesOfOneUserFoldIntoOneReportThatIsNeverOvertaken() {
        registry.hold();
        var first = presence.connected(ada).toCompletableFuture();
        var last = IntStream.range(0, 100)
                .mapToObj(i -> i % 2 == 0 ? presence.connected(ada) : presence.disconnected(ada))
                .reduce((a, b) -> b)
                .orElseThrow()
                .toCompletableFuture();
        assertThat(registry.held).hasSize(1);

        registry.release();

        assertThat(first).isCompleted();
        assertThat(last).isCompleted();
        assertThat(registry.reports).containsExactly(1, 1);
        assertThat(connections()).isEqualTo(1);
    }

    @Test
    void whileTheRegistryIsAwayCallersAreToldSoAndTheCountIsKeptForLater() {
        done(presence.start());
        registry.isAway = true;
        assertThat(presence.connected(ada).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withRootCauseInstanceOf(StorageException.class);

        registry.isAway = false;

        Waiting.until("one connection is counted", () -> connections() == 1);
        Waiting.until("somebody is heard to be online", () -> heard.stream().anyMatch(PresenceChange::isOnline));
    }

    @Test
    void whoWaitsBehindAReportThatFailsIsToldInsteadOfWaitingForever() {
        registry.hold();
        var first = presence.connected(ada).toCompletableFuture();
        var second = presence.connected(ada).toCompletableFuture();
        registry.isAway = true;

        registry.release();

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
    }

    @Test
    void whoLeftDuringAnOutageIsNotLeftOnline() {
        done(presence.start());
        done(presence.connected(ada));
        registry.isAway = true;
        assertThat(presence.disconnected(ada).toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        registry.isAway = false;
        Waiting.until("no connection is counted", () -> connections() == 0);

        cluster.pass(SETTINGS.grace());

        Waiting.until("somebody is heard to be offline", () -> heard.stream().anyMatch(change -> !change.isOnline()));
    }

    @Test
    void aChangeWhoseAnswerWasLostIsStillHeard() {
        done(presence.start());
        registry.losesAnswers = true;
        assertThat(presence.connected(ada).toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        assertThat(heard).isEmpty();

        registry.losesAnswers = false;

        Waiting.until("somebody is heard to be online", () -> heard.stream().anyMatch(PresenceChange::isOnline));
    }

    @Test
    void afterALossEverybodyIsReportedAgainAndWhoAppearsOfflineStillDoes() {
        var ben = new UserId("ben");
        done(presence.start());
        done(presence.connected(ada));
        done(presence.connected(ben));
        done(presence.setVisible(ben, false));
        heard.clear();

        cluster.loseEverything();

        Waiting.until("one connection is counted", () -> cluster.users.size() == 2 && connections() == 1);
        Waiting.until("one change is heard", () -> heard.size() == 1);
        assertThat(heard.get(0).userId()).isEqualTo(ada);
    }

    @Test
    void aStopIsUnderTheGraceSoThatARollingRestartShowsNoFlap() {
        done(presence.connected(ada));

        done(presence.stop());
        done(presence.stop());

        assertThat(connections()).isZero();
        var south = new InMemoryPresenceRegistry(cluster, new NodeId("south"));
        assertThat(done(south.sweep())).isEmpty();
        assertThat(done(south.report(ada, 1))).isEmpty();
    }

    @Test
    void usersWhoAreGoneTakeNoMemory() {
        done(presence.connected(ada));
        done(presence.disconnected(ada));

        assertThat(presence.knownUsers()).isZero();
    }

    private int connections() {
        var south = new InMemoryPresenceRegistry(cluster, new NodeId("south"));
        return PresenceRegistryContract.state(south, ada).connections();
    }

    private static <T> T done(CompletionStage<T> stage) {
        return PresenceRegistryContract.done(stage);
    }

    /** A registry behind a network that can be slow, away, or lose answers. */
    private static final class FickleRegistry implements PresenceRegistry {
        final Queue<Runnable> held = new ArrayDeque<>();
        final List<Integer> reports = new CopyOnWriteArrayList<>();
        private final PresenceRegistry real;
        private boolean isHolding;
        volatile boolean isAway;
        volatile boolean losesAnswers;

        FickleRegistry(PresenceRegistry real) {
            this.real = real;
        }

        void hold() {
            isHolding = true;
        }

        void release() {
            isHolding = false;
            while (!held.isEmpty()) {
                held.remove().run();
            }
        }

        @Override
        public CompletionStage<Optional<PresenceChange>> report(UserId user, int sockets) {
            if (!isHolding) {
                return reportNow(user, sockets);
            }
            var answer = new CompletableFuture<Optional<PresenceChange>>();
            held.add(() -> reportNow(user, sockets).whenComplete((change, failure) -> {
                if (failure == null) {
                    answer.complete(change);
                } else {
                    answer.completeExceptionally(failure);
                }
            }));
            return answer;
        }

        private CompletionStage<Optional<PresenceChange>> reportNow(UserId user, int sockets) {
            reports.add(sockets);
            return isAway ? away() : answered(real.report(user, sockets));
        }

        @Override
        public CompletionStage<Optional<PresenceChange>> handOver(UserId user) {
            return isAway ? away() : answered(real.handOver(user));
        }

        @Override
        public CompletionStage<Optional<PresenceChange>> setVisible(UserId user, boolean visible) {
            return isAway ? away() : answered(real.setVisible(user, visible));
        }

        @Override
        public CompletionStage<Map<UserId, PresenceState>> query(Collection<UserId> users) {
            return isAway ? away() : answered(real.query(users));
        }

        @Override
        public CompletionStage<Boolean> renewLease() {
            return isAway ? away() : answered(real.renewLease());
        }

        @Override
        public CompletionStage<List<PresenceChange>> sweep() {
            return isAway ? away() : real.sweep();
        }

        private <T> CompletionStage<T> answered(CompletionStage<T> stage) {
            return losesAnswers ? away() : stage;
        }

        private static <T> CompletionStage<T> away() {
            return CompletableFuture.failedStage(new StorageException("away", null));
        }
    }
}
