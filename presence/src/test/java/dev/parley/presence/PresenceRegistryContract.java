package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All contract tests for each registry. */
public abstract class PresenceRegistryContract extends PresenceLossContract {

    @Test
    void theFirstSocketBringsAUserOnlineAndTheSecondChangesNothing() {
        var north = onNode("north");

        var change = north.report(ada, 1);

        assertThat(change).hasValueSatisfying(c -> {
            assertThat(c.userId()).isEqualTo(ada);
            assertThat(c.isOnline()).isTrue();
            assertThat(c.version()).isPositive();
        });
        assertThat(north.report(ada, 2)).isEmpty();
        assertThat(onNode("south").report(ada, 1)).isEmpty();
        assertThat(north.state(ada).connections()).isEqualTo(3);
    }

    @Test
    void everyNodeGivesTheSameAnswer() {
        var change = onNode("north").report(ada, 1).orElseThrow();

        for (var node : List.of("north", "south", "west")) {
            var state = onNode(node).state(ada);
            assertThat(state.isOnline()).isTrue();
            assertThat(state.version()).isEqualTo(change.version());
            assertThat(state.lastActive()).isPresent();
        }
    }

    @Test
    void anUnknownUserIsOfflineWithoutATime() {
        assertThat(onNode("north").state(ben)).isEqualTo(new PresenceState(ben, false, Optional.empty(), 0, 0));
    }

    @Test
    void repeatingAReportIsHarmless() {
        var north = onNode("north");
        north.report(ada, 1);

        assertThat(north.report(ada, 1)).isEmpty();
        assertThat(north.state(ada).connections()).isEqualTo(1);
    }

    @Test
    void aRepeatedStepReturnsTheChangeThatItMadeAndAnotherStepDoesNot() {
        var registry = registryOf("north");
        var step = new PresenceReport(ada, 1, GRACE, AnnouncedStatus.NONE, 1);
        var change = done(registry.report(step)).change().orElseThrow();

        assertThat(done(registry.report(step)).change())
                .hasValueSatisfying(again -> assertThat(again.version()).isEqualTo(change.version()));
        assertThat(done(registry.report(new PresenceReport(ada, 1, GRACE, AnnouncedStatus.NONE, 2)))
                        .change())
                .isEmpty();
    }

    @Test
    void aReloadWithinTheGraceShowsNoFlap() {
        var north = onNode("north");
        north.report(ada, 1);

        assertThat(north.report(ada, 0)).isEmpty();
        pass(GRACE.minus(A_MOMENT), north);
        assertThat(north.sweep()).isEmpty();
        assertThat(onNode("south").report(ada, 1)).isEmpty();
        pass(GRACE, north, onNode("south"));
        assertThat(north.sweep()).isEmpty();
        assertThat(north.state(ada).isOnline()).isTrue();
    }

    @Test
    void aUserWhoDoesNotReconnectIsAnnouncedOfflineOnceWithTheTimeOfLeaving() {
        var north = onNode("north");
        var south = onNode("south");
        south.renewLease();
        var online = north.report(ada, 1).orElseThrow();
        north.report(ada, 0);
        pass(GRACE.plus(A_MOMENT), north, south);

        var offline = north.sweep();

        assertThat(offline).singleElement().satisfies(change -> {
            assertThat(change.isOnline()).isFalse();
            assertThat(change.version()).isGreaterThan(online.version());
            assertThat(change.lastActive())
                    .isBetween(
                            online.lastActive().minus(GRACE).minus(A_MOMENT),
                            online.lastActive().plusSeconds(1));
        });
        assertThat(south.sweep()).isEmpty();
        assertThat(north.state(ada).lastActive()).contains(offline.get(0).lastActive());
    }

    @Test
    void aUserWhoIsHandedOverHasTheTimeToReconnectToAnotherNode() {
        var north = onNode("north");
        var south = onNode("south");
        south.renewLease();
        north.report(ada, 1);

        north.handOver(ada);
        pass(GRACE.plus(A_MOMENT), north, south);
        assertThat(south.sweep()).isEmpty();
        assertThat(south.report(ada, 1)).isEmpty();
        pass(HAND_OVER, north, south);

        assertThat(south.sweep()).isEmpty();
        assertThat(south.state(ada).isOnline()).isTrue();
    }

    @Test
    void aUserWhoIsHandedOverAndDoesNotReconnectIsOfflineWithTheTimeOfLeaving() {
        var north = onNode("north");
        var online = north.report(ada, 1).orElseThrow();
        north.handOver(ada);
        pass(HAND_OVER.plus(A_MOMENT), north);

        assertThat(north.sweep()).singleElement().satisfies(change -> assertThat(change.lastActive())
                .isBetween(
                        online.lastActive().minus(HAND_OVER).minus(A_MOMENT),
                        online.lastActive().plusSeconds(1)));
    }

    @Test
    void aDeadNodesUsersGoOfflineUnlessTheyAreConnectedElsewhere() {
        var north = onNode("north");
        var south = onNode("south");
        north.report(ada, 1);
        south.report(ben, 1);
        north.report(ben, 1);

        pass(LEASE.minus(A_MOMENT), south);
        assertThat(south.sweep()).isEmpty();
        pass(A_MOMENT.multipliedBy(2), south);

        assertThat(south.sweep()).singleElement().satisfies(change -> {
            assertThat(change.userId()).isEqualTo(ada);
            assertThat(change.isOnline()).isFalse();
        });
        assertThat(south.sweep()).isEmpty();
        assertThat(south.state(ben).connections()).isEqualTo(1);
    }

    @Test
    void aDeadNodesSocketsNoLongerCountAsConnections() {
        var south = onNode("south");
        south.renewLease();
        onNode("north").report(ada, 2);
        pass(LEASE, south);

        assertThat(south.state(ada).connections()).isZero();
    }

    @Test
    void aNodeThatWasDeclaredDeadIsToldToReportAgain() {
        var north = onNode("north");
        var south = onNode("south");
        assertThat(north.renewLease()).isFalse();
        assertThat(north.renewLease()).isTrue();
        north.report(ada, 1);
        south.renewLease();
        pass(LEASE, south);
        south.sweep();

        assertThat(north.renewLease()).isFalse();
        assertThat(done(north.registry.registered(north.registry.shardOf(ada)))).isEmpty();
        assertThat(north.report(ada, 1))
                .hasValueSatisfying(c -> assertThat(c.isOnline()).isTrue());
        assertThat(north.renewLease()).isTrue();
    }

    @Test
    void aReportDoesNotHideFromADeadNodeThatItIsToReportEveryone() {
        var north = onNode("north");
        var south = onNode("south");
        north.renewLease();
        north.report(ada, 1);
        south.renewLease();
        pass(LEASE, south);
        south.sweep();

        north.report(ben, 1);

        assertThat(north.renewLease()).isFalse();
    }

    @Test
    void aNodeWithAnExpiredLeaseDeclaresNoNodeDead() {
        var north = onNode("north");
        var south = onNode("south");
        var west = onNode("west");
        north.report(ada, 1);
        south.renewLease();
        west.renewLease();
        pass(LEASE, west);

        assertThat(south.sweep()).isEmpty();
        assertThat(south.state(ada).isOnline()).isTrue();
    }

    @Test
    void afterAPauseOfTheRegistryNoNodeIsDeadBeforeEveryNodeHadTimeToRenew() {
        var north = onNode("north");
        var south = onNode("south");
        north.report(ada, 1);
        south.report(ben, 1);
        north.renewLease();
        south.renewLease();
        pass(LEASE.plusSeconds(1));

        assertThat(south.renewLease()).isTrue();
        assertThat(south.sweep()).isEmpty();
        assertThat(south.state(ada).connections()).isEqualTo(1);
        assertThat(north.renewLease()).isTrue();
        pass(LEASE.plusSeconds(1), north, south);

        assertThat(north.sweep()).isEmpty();
        assertThat(south.sweep()).isEmpty();
        assertThat(south.state(ada).isOnline()).isTrue();
        assertThat(north.state(ben).isOnline()).isTrue();
    }

    @Test
    void aNodeThatDiedDuringAPauseOfTheRegistryIsDeclaredDeadALeaseLater() {
        var north = onNode("north");
        var south = onNode("south");
        north.report(ada, 1);
        south.renewLease();
        pass(LEASE.plusSeconds(1));

        south.sweep();
        pass(LEASE, south);

        assertThat(south.sweep()).extracting(PresenceChange::userId).containsExactly(ada);
    }

    @Test
    void aGraceThatEndsDuringAPauseOfTheRegistryIsExtended() {
        var north = onNode("north");
        north.report(ada, 1);
        north.report(ada, 0);
        pass(LEASE);

        assertThat(north.sweep()).isEmpty();
        north.renewLease();
        assertThat(north.report(ada, 1)).isEmpty();
        pass(LEASE, north);
        assertThat(north.sweep()).isEmpty();
    }

    @Test
    void aUserWhoAppearsOfflineDoesSoOnEveryNodeUntilVisibleAgain() {
        var north = onNode("north");
        north.report(ada, 1);

        assertThat(north.setVisible(ada, false))
                .hasValueSatisfying(c -> assertThat(c.isOnline()).isFalse());
        assertThat(north.setVisible(ada, false)).isEmpty();
        assertThat(onNode("south").report(ada, 1)).isEmpty();
        assertThat(onNode("south").state(ada).isOnline()).isFalse();
        assertThat(onNode("south").state(ada).connections()).isEqualTo(2);
        assertThat(north.setVisible(ada, true))
                .hasValueSatisfying(c -> assertThat(c.isOnline()).isTrue());
    }

    @Test
    void appearingOfflineSurvivesAReloadAndEndsWithTheLastConnection() {
        var north = onNode("north");
        north.report(ada, 1);
        north.setVisible(ada, false);
        north.report(ada, 0);
        assertThat(north.report(ada, 1)).isEmpty();

        north.report(ada, 0);
        pass(GRACE, north);
        assertThat(north.sweep()).isEmpty();

        assertThat(north.report(ada, 1))
                .hasValueSatisfying(c -> assertThat(c.isOnline()).isTrue());
    }

    @Test
    void anEarlierChoiceThatIsToldAgainDoesNotReplaceALaterOne() {
        var north = onNode("north");
        var south = onNode("south");
        north.report(ada, 1);
        south.report(ada, 1);
        var hidden = done(north.registry.setVisible(ada, Visibility.chosenNow(false), 101));
        south.setVisible(ada, true);

        var toldAgain = done(north.registry.setVisible(ada, hidden.visibility().orElseThrow(), 102));

        assertThat(toldAgain.change()).isEmpty();
        assertThat(toldAgain.visibility())
                .hasValueSatisfying(choice -> assertThat(choice.visible()).isTrue());
        assertThat(north.state(ada).isOnline()).isTrue();
    }

    @Test
    void aUserWithoutASocketIsNotShownOnlineByChoice() {
        assertThat(onNode("north").setVisible(ada, true)).isEmpty();
        assertThat(onNode("north").state(ada).isOnline()).isFalse();
    }

    @Test
    void hidingAfterTheOfflineChangeAnnouncesNothing() {
        var north = onNode("north");
        north.report(ada, 1);
        north.report(ada, 0);
        pass(GRACE, north);
        assertThat(north.sweep()).hasSize(1);

        assertThat(north.setVisible(ada, false)).isEmpty();
        pass(GRACE, north);
        assertThat(north.sweep()).isEmpty();
    }

    @Test
    void theRegistryTellsWhatItHoldsOfANode() {
        var north = onNode("north");
        north.report(ada, 2);
        north.report(ben, 1);
        north.setVisible(ben, false);
        onNode("south").report(ada, 5);

        Map<UserId, RegisteredUser> registered = new HashMap<>();
        for (int shard = 0; shard < north.registry.shards(); shard++) {
            registered.putAll(done(north.registry.registered(shard)));
        }

        assertThat(registered)
                .containsOnly(
                        Map.entry(ada, new RegisteredUser(2, true, false)),
                        Map.entry(ben, new RegisteredUser(1, false, true)));
    }
}
