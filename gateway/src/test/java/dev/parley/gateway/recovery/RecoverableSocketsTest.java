package dev.parley.gateway.recovery;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.gateway.recovery.RecoveryFixture.PID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.UserId;
import dev.parley.core.testing.Stages;
import dev.parley.gateway.rooms.Member;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecoverableSocketsTest {
    private final RecoveryFixture gateway = new RecoveryFixture();
    private final RecoverableRooms rooms = new RecoverableRooms(gateway.rooms, gateway.sockets);
    private final Member member = new Member(new RecoveryFixture.Recording());
    private Optional<UserId> user = Optional.empty();

    @Test
    void aSocketIsKeptFromItsFirstMomentOn() {
        open();
        assertThat(kept()).contains(session(Optional.empty()));
    }

    @Test
    void aRoomIsKeptWhenItsJoinIsAnswered() {
        open();
        user = Optional.of(ANNA);
        Stages.await(rooms.join(member, "anna"));
        assertThat(kept()).contains(session(Optional.of(ANNA), "anna"));
        Stages.await(rooms.join(member, "chat"));
        rooms.leave(member, "anna");
        assertThat(kept()).contains(session(Optional.of(ANNA), "chat"));
    }

    @Test
    void aLostSessionIsKeptForTwoMinutes() {
        open();
        Stages.await(rooms.join(member, "chat"));
        gateway.sockets.closed(member, true);
        rooms.leaveAll(member);

        gateway.clock.advance(Duration.ofSeconds(119));
        assertThat(kept()).contains(session(Optional.empty(), "chat"));
        gateway.clock.advance(Duration.ofSeconds(1));
        assertThat(kept()).isEmpty();
    }

    @Test
    void whoLeftIsForgotten() {
        open();
        gateway.sockets.closed(member, false);
        assertThat(kept()).isEmpty();
        assertThat(gateway.sockets.count()).isZero();
    }

    @Test
    void aSocketThatLivesIsKeptForAsLongAsItDoes() {
        open();
        gateway.sockets.start();
        for (int second = 0; second < 600; second++) {
            gateway.timers.advance(Duration.ofSeconds(1));
            assertThat(kept()).as("after %d s", second).isPresent();
        }
        gateway.sockets.stop();
        gateway.sockets.stop();
        assertThat(gateway.timers.waiting()).isZero();
        gateway.clock.advance(Duration.ofSeconds(119));
        assertThat(kept()).as("two minutes after its node was killed").isPresent();
        gateway.clock.advance(Duration.ofSeconds(31));
        assertThat(kept()).isEmpty();
    }

    @Test
    void whatTheStoreDoesNotTakeIsCountedAndTriedAgain() {
        gateway.store.isAway = true;
        open();
        assertThat(gateway.meters.get("parley.recovery.unsaved").counter().count())
                .isEqualTo(1);
        gateway.store.isAway = false;
        Stages.await(rooms.join(member, "chat"));
        assertThat(kept()).contains(session(Optional.empty(), "chat"));
    }

    @Test
    void whoIsInTooManyRoomsIsNotKeptAtAll() {
        open();
        for (int room = 0; room <= 500; room++) {
            Stages.await(rooms.join(member, "chat-" + room));
        }
        assertThat(kept()).isEmpty();
    }

    @Test
    void aSocketWithoutATicketIsNotKept() {
        gateway.sockets.opened(member, () -> user, new HandshakeResult(Optional.empty()));
        Stages.await(rooms.join(member, "chat"));
        gateway.sockets.closed(member, true);
        assertThat(kept()).isEmpty();
    }

    private void open() {
        var credentials = new SessionCredentials(PID, "holder", "sid", 7);
        gateway.sockets.opened(
                member, () -> user, new HandshakeResult(Optional.empty(), Optional.of(credentials), Optional.empty()));
    }

    private Optional<RecoverableSession> kept() {
        return gateway.store.held(PID).map(PersistedSession::session);
    }

    private static RecoverableSession session(Optional<dev.parley.core.id.UserId> user, String... rooms) {
        return new RecoverableSession("sid", user, Set.of(rooms), 7);
    }
}
