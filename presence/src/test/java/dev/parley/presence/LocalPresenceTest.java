package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.error.StorageException;
import dev.parley.core.id.UserId;
import dev.parley.testing.CapturedLog;
import dev.parley.testing.Waiting;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class LocalPresenceTest {
    private static final PresenceSettings SETTINGS =
            new PresenceSettings("test", Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMillis(200));

    @RegisterExtension
    final CapturedLog log = CapturedLog.of(LocalPresence.class);

    private final UserId ada = new UserId("ada");
    /** The cluster's time is moved by hand, so its leases outlast what a test lets pass at once. */
    private final InMemoryPresenceRegistry.Cluster cluster = new InMemoryPresenceRegistry.Cluster(
            new PresenceSettings("test", SETTINGS.grace(), SETTINGS.handOver(), Duration.ofMinutes(5)));

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
    void anOutageIsLoggedInOneLineWithoutAStackTrace() {
        registry.isUnavailable = true;
        presence.start();
        Waiting.until("a line", () -> !log.lines().isEmpty());
        assertThat(log.lines()).singleElement().satisfies(logged -> {
            assertThat(logged.getFormattedMessage()).contains("cannot be written to Redis", "unavailable");
            assertThat(logged.getThrowableProxy()).isNull();
        });
    }

    @Test
    void usersOfANodeThatDrainsHaveTheTimeToReconnectElsewhere() {
        var south = southNode();
        south.renewLease();
        done(presence.connected(ada));

        presence.handOver();
        done(presence.disconnected(ada));
        cluster.pass(SETTINGS.handOver().minusMillis(1));
        assertThat(south.sweep()).isEmpty();

        cluster.pass(Duration.ofMillis(1));
        assertThat(south.sweep()).singleElement().satisfies(change -> assertThat(change.isOnline())
                .isFalse());
    }

    @Test
    void connectingCompletesAfterTheChangeWasHandedOver() {
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
    void whileTheRegistryIsUnavailableCallersAreToldSoAndTheCountIsKept() {
        done(presence.start());
        registry.isUnavailable = true;
        assertThat(presence.connected(ada).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withRootCauseInstanceOf(StorageException.class);

        registry.isUnavailable = false;

        Waiting.until("one connection is counted", () -> connections() == 1);
        Waiting.until("somebody is heard to be online", () -> heard.stream().anyMatch(PresenceChange::isOnline));
    }

    @Test
    void aCallerBehindAReportThatFailsIsToldInsteadOfWaitingForever() {
        registry.hold();
        var first = presence.connected(ada).toCompletableFuture();
        var second = presence.connected(ada).toCompletableFuture();
        registry.isUnavailable = true;

        registry.release();

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
    }

    @Test
    void aUserWhoLeavesDuringAnOutageIsAnnouncedOfflineAfterIt() {
        done(presence.start());
        done(presence.connected(ada));
        registry.isUnavailable = true;
        assertThat(presence.disconnected(ada).toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
        registry.isUnavailable = false;
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
    void afterALossEverybodyIsRestoredAsTheyWereWithoutAnAnnouncement() {
        var ben = new UserId("ben");
        done(presence.start());
        done(presence.connected(ada));
        done(presence.connected(ben));
        done(presence.setVisible(ben, false));
        heard.clear();

        cluster.loseEverything();

        Waiting.until("one connection is counted", () -> cluster.users.size() == 2 && connections() == 1);
        Waiting.until(
                "Ben's connection is counted", () -> southNode().state(ben).connections() == 1);
        assertThat(southNode().state(ada).isOnline()).isTrue();
        assertThat(southNode().state(ben).isOnline()).isFalse();
        assertThat(heard).isEmpty();
    }

    @Test
    void anAuditCorrectsAndCountsWhatTheRegistryHoldsWrongly() {
        var ben = new UserId("ben");
        done(presence.start());
        done(presence.connected(ada));
        reportBehindItsBack(ada, 7);
        reportBehindItsBack(ben, 1);

        Waiting.until("the count is right", () -> connections() == 1);
        Waiting.until("the ghost is gone", () -> southNode().state(ben).connections() == 0);
        Waiting.until("both were counted", () -> presence.disagreements() == 2);
    }

    @Test
    void anAuditFindsNothingWhileEveryoneComesAndGoes() {
        done(presence.start());
        for (int i = 0; i < 300; i++) {
            done(presence.connected(ada));
            done(presence.disconnected(ada));
            LockSupport.parkNanos(1_000_000);
        }

        assertThat(presence.disagreements()).isZero();
    }

    @Test
    void anExceptionDoesNotEndTheRenewals() {
        registry.throwsOnRenewal = true;
        done(presence.start());
        registry.throwsOnRenewal = false;

        Waiting.until("the lease is renewed", () -> !cluster.leases.isEmpty());
    }

    @Test
    void aConsumerThatThrowsDoesNotFailTheCaller() {
        var throwing = new LocalPresence(
                registry,
                SETTINGS,
                change -> {
                    throw new IllegalStateException("a bug");
                },
                timer);

        done(throwing.connected(ada));

        assertThat(connections()).isEqualTo(1);
    }

    @Test
    void aChoiceOnAnotherNodeIsNotUndoneWhenThisNodeReportsAgain() {
        var south = southNode();
        done(presence.start());
        done(presence.connected(ada));
        done(presence.setVisible(ada, false));
        south.report(ada, 1);
        south.setVisible(ada, true);

        cluster.leases.remove(new NodeId("north"));
        cluster.registrations.remove(new NodeId("north"));
        cluster.users.get(ada).sockets.remove(new NodeId("north"));

        Waiting.until("this node has reported again", () -> connections() == 2);
        assertThat(south.state(ada).isOnline()).isTrue();
    }

    @Test
    void aStopHasTheGraceSoThatARollingRestartShowsNoFlap() {
        done(presence.connected(ada));

        done(presence.stop());
        done(presence.stop());

        assertThat(connections()).isZero();
        var south = southNode();
        south.renewLease();
        assertThat(south.sweep()).isEmpty();
        assertThat(south.report(ada, 1)).isEmpty();
    }

    @Test
    void usersWithoutSocketsTakeNoMemory() {
        done(presence.connected(ada));
        done(presence.disconnected(ada));

        assertThat(presence.knownUsers()).isZero();
    }

    private int connections() {
        return southNode().state(ada).connections();
    }

    private TestNode southNode() {
        return new TestNode(new InMemoryPresenceRegistry(cluster, new NodeId("south")), SETTINGS);
    }

    private void reportBehindItsBack(UserId user, int sockets) {
        var report = new PresenceReport(user, sockets, SETTINGS.grace(), AnnouncedStatus.NONE, -1);
        done(new InMemoryPresenceRegistry(cluster, new NodeId("north")).report(report));
    }

    private static <T> T done(CompletionStage<T> stage) {
        return PresenceRegistryContract.done(stage);
    }

    /** A registry behind a network that can be slow, interrupted, or lose answers. */
    private static final class FickleRegistry implements PresenceRegistry {
        final Queue<Runnable> held = new ArrayDeque<>();
        final List<Integer> reports = new CopyOnWriteArrayList<>();
        private final PresenceRegistry real;
        private boolean isHolding;
        volatile boolean isUnavailable;
        volatile boolean losesAnswers;
        volatile boolean throwsOnRenewal;

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
        public CompletionStage<StepResult> report(PresenceReport report) {
            if (!isHolding) {
                return reportNow(report);
            }
            var answer = new CompletableFuture<StepResult>();
            held.add(() -> reportNow(report).whenComplete((result, failure) -> {
                if (failure == null) {
                    answer.complete(result);
                } else {
                    answer.completeExceptionally(failure);
                }
            }));
            return answer;
        }

        private CompletionStage<StepResult> reportNow(PresenceReport report) {
            reports.add(report.sockets());
            return answered(() -> real.report(report));
        }

        @Override
        public CompletionStage<StepResult> setVisible(UserId user, Visibility choice, long step) {
            return answered(() -> real.setVisible(user, choice, step));
        }

        @Override
        public CompletionStage<Map<UserId, PresenceState>> query(Collection<UserId> users) {
            return answered(() -> real.query(users));
        }

        @Override
        public CompletionStage<Boolean> renewLease() {
            if (throwsOnRenewal) {
                throw new IllegalStateException("a bug");
            }
            return answered(real::renewLease);
        }

        @Override
        public CompletionStage<List<PresenceChange>> sweep() {
            return isUnavailable ? unavailable() : real.sweep();
        }

        @Override
        public int shards() {
            return real.shards();
        }

        @Override
        public int shardOf(UserId user) {
            return real.shardOf(user);
        }

        @Override
        public CompletionStage<Map<UserId, RegisteredUser>> registered(int shard) {
            return answered(() -> real.registered(shard));
        }

        private <T> CompletionStage<T> answered(Supplier<CompletionStage<T>> call) {
            if (isUnavailable) {
                return unavailable();
            }
            var answer = call.get();
            return losesAnswers ? unavailable() : answer;
        }

        private static <T> CompletionStage<T> unavailable() {
            return CompletableFuture.failedStage(new StorageException("unavailable", null));
        }
    }
}
