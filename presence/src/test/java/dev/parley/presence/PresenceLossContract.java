package dev.parley.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Contract tests for each registry: what a loss of its data may show and what it may not. */
abstract class PresenceLossContract extends PresenceRegistryFixture {

    @Test
    void afterALossAUserWhoStayedConnectedIsRestoredWithoutAnAnnouncement() {
        var north = onNode("north");
        var before = north.report(ada, 1).orElseThrow();
        north.renewLease();
        pass(A_MOMENT, north);

        loseEverything();

        assertThat(north.renewLease()).isFalse();
        assertThat(north.report(ada, 1)).isEmpty();
        assertThat(north.state(ada).isOnline()).isTrue();
        assertThat(north.state(ada).version()).isEqualTo(before.version());
    }

    @Test
    void aUserWhomAReaderWasToldOfflineAfterALossIsAnnouncedAgain() {
        var north = onNode("north");
        var before = north.report(ada, 1).orElseThrow();
        north.report(ben, 1);
        pass(A_MOMENT, north);
        loseEverything();
        assertThat(onNode("south").state(ada).isOnline()).isFalse();

        assertThat(north.report(ada, 1)).hasValueSatisfying(change -> {
            assertThat(change.isOnline()).isTrue();
            assertThat(change.version()).isGreaterThan(before.version());
        });
        assertThat(north.report(ben, 1)).isEmpty();
        assertThat(north.report(ada, 1)).isEmpty();
    }

    @Test
    void aUserWhoLeftOneNodeDuringALossAndIsOnAnotherIsAnnouncedAgain() {
        var north = onNode("north");
        var south = onNode("south");
        north.report(ada, 1);
        south.report(ada, 1);
        loseEverything();
        assertThat(onNode("west").state(ada).isOnline()).isFalse();

        assertThat(north.report(ada, 0)).isEmpty();
        assertThat(south.report(ada, 1))
                .hasValueSatisfying(change -> assertThat(change.isOnline()).isTrue());
    }

    @Test
    void usersOfANodeThatReportsLongAfterALossAreAnnouncedAgain() {
        var north = onNode("north");
        north.report(ada, 1);
        loseEverything();
        pass(Duration.ofSeconds(90), onNode("south"));

        assertThat(north.report(ada, 1)).isPresent();
        assertThat(north.state(ada).isOnline()).isTrue();
    }

    @Test
    void afterALossAHiddenUserIsRestoredAsHidden() {
        var north = onNode("north");
        north.report(ada, 1);
        var hidden = north.setVisible(ada, false).orElseThrow();
        north.renewLease();

        loseEverything();

        assertThat(north.setVisible(ada, false)).isEmpty();
        assertThat(north.report(ada, 1)).isEmpty();
        assertThat(north.state(ada).isOnline()).isFalse();
        assertThat(north.state(ada).version()).isEqualTo(hidden.version());
    }

    @Test
    void aVersionNeverGoesBackEvenWhenEverythingWasLost() {
        var before = onNode("north").report(ada, 1).orElseThrow();
        pass(A_MOMENT);

        loseEverything();

        assertThat(onNode("south").report(ada, 1))
                .hasValueSatisfying(c -> assertThat(c.version()).isGreaterThan(before.version()));
    }

    @Test
    void aUserWhoLeftWhileEverythingWasLostIsStillAnnouncedOffline() {
        var north = onNode("north");
        north.renewLease();
        var before = north.report(ada, 1).orElseThrow();
        pass(A_MOMENT);
        loseEverything();

        north.report(ada, 0);
        north.renewLease();
        pass(LEASE.plusSeconds(1), north);

        assertThat(north.sweep()).singleElement().satisfies(change -> {
            assertThat(change.isOnline()).isFalse();
            assertThat(change.version()).isGreaterThan(before.version());
        });
    }

    @Test
    void afterALossNoUserIsOfflineBeforeEveryNodeHadTimeToReport() {
        var north = onNode("north");
        var south = onNode("south");
        north.report(ada, 1);
        south.report(ada, 1);
        north.renewLease();
        south.renewLease();
        loseEverything();

        north.renewLease();
        north.report(ada, 0);
        pass(GRACE.plus(A_MOMENT), north);
        assertThat(north.sweep()).isEmpty();
        south.renewLease();
        south.report(ada, 1);
        pass(LEASE, north, south);

        assertThat(north.sweep()).isEmpty();
        assertThat(south.sweep()).isEmpty();
    }
}
