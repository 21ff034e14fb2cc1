package dev.parley.gateway.presence;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.core.testing.People.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.testing.InMemoryChats;
import dev.parley.core.testing.MovableClock;
import dev.parley.core.testing.People;
import dev.parley.core.testing.Stages;
import dev.parley.core.user.User;
import dev.parley.gateway.cluster.RoomEmitter;
import dev.parley.gateway.events.CountingPresence;
import dev.parley.gateway.rooms.BroadcastTarget;
import dev.parley.gateway.timers.ManualTimers;
import dev.parley.gateway.wire.ServerEvent;
import dev.parley.presence.AnnouncedStatus;
import dev.parley.presence.PresenceChange;
import dev.parley.presence.PresenceReport;
import dev.parley.testing.CapturedLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The announcer, the persister and the reconciler. */
class PresenceFollowersTest {
    @RegisterExtension
    final CapturedLog reconciled = CapturedLog.of(PresenceReconciler.class);

    private static final PresenceChange ONLINE = new PresenceChange(ANNA, true, NOON, 1);
    private static final PresenceChange OFFLINE = new PresenceChange(ANNA, false, NOON, 2);

    private final MovableClock clock = new MovableClock();
    private final ManualTimers timers = new ManualTimers(clock);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final UnreliableUsers users = new UnreliableUsers();
    private final InMemoryChats chats = new InMemoryChats();
    private final RecordingEmitter emitted = new RecordingEmitter();

    @Test
    void everyoneButTheUsersWithABlockIsTold() {
        Stages.await(users.block(BORIS, ANNA));
        announcer(PresenceAudience.EVERYONE).accept(ONLINE);
        assertThat(emitted.targets).containsExactly(BroadcastTarget.everyone().except(List.of(BORIS.value())));
    }

    @Test
    void contactsAreTheUsersWithAChatAndEachIsToldInTheirOwnRoom() {
        Stages.await(chats.open(People.chat("64c000000000000000000c01")));
        announcer(PresenceAudience.CONTACTS).accept(ONLINE);
        assertThat(emitted.targets)
                .containsExactlyInAnyOrder(BroadcastTarget.room(ANNA.value()), BroadcastTarget.room(BORIS.value()));
    }

    @Test
    void aContactWithABlockIsNotTold() {
        Stages.await(chats.open(People.chat("64c000000000000000000c01")));
        Stages.await(users.block(BORIS, ANNA));
        announcer(PresenceAudience.CONTACTS).accept(ONLINE);
        assertThat(emitted.targets).containsExactly(BroadcastTarget.room(ANNA.value()));
    }

    @Test
    void whileMongoCannotTellWhoHasABlockNothingIsAnnounced() {
        users.setAway(true);
        announcer(PresenceAudience.EVERYONE).accept(ONLINE);
        timers.advance(Duration.ofSeconds(1));
        assertThat(emitted.targets).isEmpty();
        users.setAway(false);
        timers.advance(Duration.ofSeconds(1));
        assertThat(emitted.targets).hasSize(1);
    }

    @Test
    void aChangeThatCannotBeAnnouncedForHalfAMinuteIsDroppedAndCounted() {
        users.setAway(true);
        announcer(PresenceAudience.EVERYONE).accept(ONLINE);
        pass(Duration.ofSeconds(40));
        users.setAway(false);
        pass(Duration.ofSeconds(40));
        assertThat(emitted.targets).isEmpty();
        assertThat(meters.get("parley.presence.unheard").counter().count()).isEqualTo(1);
    }

    @Test
    void afterAnOutageOfMongoTheNewestChangeIsPersisted() {
        PresencePersister persister = persister();
        users.setAway(true);
        persister.accept(ONLINE);
        persister.accept(OFFLINE);
        pass(Duration.ofMinutes(1));
        users.setAway(false);
        pass(Duration.ofSeconds(10));
        assertThat(recorded().isOnline()).isFalse();
        assertThat(recorded().lastActive()).contains(NOON);
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void anOlderChangeThatArrivesLateChangesNothing() {
        PresencePersister persister = persister();
        persister.accept(OFFLINE);
        persister.accept(ONLINE);
        assertThat(recorded().isOnline()).isFalse();
    }

    @Test
    void aChangeThatMongoNeverTakesIsCounted() {
        users.setAway(true);
        persister().accept(ONLINE);
        pass(Duration.ofMinutes(15));
        assertThat(meters.get("parley.presence.unrecorded").counter().count()).isEqualTo(1);
    }

    @Test
    void aReconciliationThatFailedIsRetriedSoon() {
        CountingPresence registry = new CountingPresence(clock);
        persister().accept(ONLINE);
        PresenceReconciler reconciler = new PresenceReconciler(registry, users, List::of, persister(), timers, clock);
        users.setAway(true);
        reconciler.presenceLost();
        timers.advance(Duration.ofSeconds(15));
        assertThat(reconciled.lines())
                .singleElement()
                .matches(line -> line.getThrowableProxy() == null, "a store's failure has no stack trace");
        users.setAway(false);
        timers.advance(Duration.ofSeconds(15));
        assertThat(recorded().isOnline()).isFalse();
        reconciler.stop();
        reconciler.stop();
        assertThat(timers.waiting()).isZero();
    }

    @Test
    void aUserOfThisNodeWhoIsOfflineInMongoIsCorrected() {
        CountingPresence registry = new CountingPresence(clock);
        Stages.await(registry.report(new PresenceReport(ANNA, 1, Duration.ZERO, AnnouncedStatus.NONE, 1)));
        PresenceReconciler reconciler =
                new PresenceReconciler(registry, users, () -> List.of(ANNA), persister(), timers, clock);
        assertThat(recorded().isOnline()).isFalse();
        reconciler.start();
        timers.advance(Duration.ofSeconds(15));
        assertThat(recorded().isOnline()).isTrue();
        reconciler.stop();
    }

    /** In steps, so that what is scheduled by what ran has its turn. */
    private void pass(Duration time) {
        for (Duration step = Duration.ZERO; step.compareTo(time) < 0; step = step.plusSeconds(1)) {
            timers.advance(Duration.ofSeconds(1));
        }
    }

    private User recorded() {
        return Stages.await(users.findAll(List.of(ANNA))).get(ANNA);
    }

    private PresenceAnnouncer announcer(PresenceAudience audience) {
        return new PresenceAnnouncer(audience, users, chats, emitted, timers, meters);
    }

    private PresencePersister persister() {
        return new PresencePersister(users, timers, meters);
    }

    private static final class RecordingEmitter implements RoomEmitter {
        private final List<BroadcastTarget> targets = new ArrayList<>();

        @Override
        public <P> void emit(ServerEvent<P> event, P payload, BroadcastTarget target) {
            targets.add(target);
        }
    }
}
