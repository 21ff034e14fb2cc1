package dev.parley.gateway.recovery;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static dev.parley.gateway.recovery.RecoveryFixture.PID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.UserId;
import dev.parley.core.testing.Stages;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.wire.WireJson;
import dev.parley.testing.CapturedLog;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anna's phone, which was cut off in a chat. */
class SessionRestorerTest {
    @RegisterExtension
    final CapturedLog log = CapturedLog.of(SessionRestorer.class);

    private final RecoveryFixture gateway = new RecoveryFixture();
    private final long now = gateway.clock.millis() * 1_000;
    private final long since = now - 20_000_000;
    private final long seen = now - 5_000_000;

    @Test
    void annaIsInHerRoomsAgainWithWhatSheMissed() {
        lost(ANNA, "anna", "chat");

        RestoredSession restored = gateway.resume(token(ANNA), "" + seen).orElseThrow();

        assertThat(gateway.rooms.roomsOf(restored.member())).containsExactlyInAnyOrder("anna", "chat");
        assertThat(restored.credentials().socketId()).isEqualTo("sid");
        assertThat(gateway.log.asked).containsExactly(seen + " of [anna, chat]");
        assertThat(gateway.socket.heard).as("before she has entered").isEmpty();
        restored.replay();
        assertThat(gateway.socket.heard).containsExactly("42[\"missed\"]");
        assertThat(gateway.attempts("recovered")).isEqualTo(1);
        assertThat(gateway.meters.get("parley.recovery.replayed").counter().count())
                .isEqualTo(1);
    }

    @Test
    void theSessionIsHeldByTheNewSocketFromThenOn() {
        lost(ANNA, "chat");
        RestoredSession restored = gateway.resume(token(ANNA), "" + seen).orElseThrow();

        assertThat(gateway.store.held(PID).orElseThrow().holder())
                .isEqualTo(restored.credentials().holder())
                .isNotEqualTo("first");
    }

    @Test
    void theOlderSocketOfALiveSessionIsClosed() {
        lost(ANNA, "chat");
        RestoredSession second = gateway.resume(token(ANNA), "" + seen).orElseThrow();

        assertThat(gateway.takenOver).containsExactly("first");
        assertThat(gateway.resume(token(ANNA), "" + seen)).isPresent();
        assertThat(gateway.takenOver)
                .containsExactly("first", second.credentials().holder());
    }

    @Test
    void nobodyIsClosedForASocketThatWasLost() {
        var session = new RecoverableSession("sid", Optional.of(ANNA), Set.of("chat"), since);
        Stages.await(gateway.store.release(PID, "first", session, RecoverableSockets.RESUMABLE));

        assertThat(gateway.resume(token(ANNA), "" + seen)).isPresent();

        assertThat(gateway.takenOver).isEmpty();
    }

    @Test
    void whoHeardNothingYetIsGivenWhatCameSinceTheSessionBegan() {
        lost(ANNA, "chat");
        assertThat(gateway.resume(token(ANNA), null)).isPresent();
        assertThat(gateway.resume(token(ANNA), "" + (since - 5)))
                .as("of an older session")
                .isPresent();
        assertThat(gateway.log.asked).containsExactly(since + " of [chat]", since + " of [chat]");
    }

    @Test
    void whatIsOldHasArrivedEvenIfNothingWasForHer() {
        var session = new RecoverableSession("sid", Optional.of(ANNA), Set.of("chat"), now - 3_600_000_000L);
        Stages.await(gateway.store.save(PID, "first", session, RecoverableSockets.RESUMABLE));
        gateway.clock.advance(Duration.ofSeconds(90));

        assertThat(gateway.resume(token(ANNA), "" + (now - 3_000_000_000L))).isPresent();

        assertThat(gateway.log.asked)
                .as("from a minute before she was lost")
                .containsExactly((now - 60_000_000) + " of [chat]");
    }

    @Test
    void whoWasInNoRoomMissedNothing() {
        lost(ANNA);
        assertThat(gateway.resume(token(ANNA), "" + seen)).isPresent();
        assertThat(gateway.log.asked).isEmpty();
    }

    @Test
    void afterTwoMinutesTheClientStartsANewSession() {
        lost(ANNA, "chat");
        gateway.clock.advance(Duration.ofMinutes(2));
        assertThat(gateway.resume(token(ANNA), "" + seen)).isEmpty();
        assertThat(gateway.attempts("unknown")).isEqualTo(1);
    }

    @Test
    void aPidOfAnotherUserIsRefused() {
        lost(ANNA, "chat");
        assertThat(gateway.resume(token(BORIS), "" + seen)).isEmpty();
        assertThat(gateway.attempts("other_user")).isEqualTo(1);
        assertThat(gateway.resume(token(ANNA), "" + seen))
                .as("and Anna is not locked out")
                .isPresent();
    }

    @Test
    void withoutTokensThePidSaysWhoSheIs() {
        lost(ANNA, "chat");
        assertThat(gateway.resume(Optional.empty(), "" + seen)).isPresent();
    }

    @Test
    void whatIsNotCompleteIsNotReplayedAndNothingOfItRemains() {
        lost(ANNA, "chat");
        gateway.log.isComplete = false;
        assertThat(gateway.resume(token(ANNA), "" + seen)).isEmpty();
        assertThat(gateway.resume(token(ANNA), "an offset that was never given out"))
                .isEmpty();
        assertThat(gateway.attempts("incomplete")).isEqualTo(2);
        assertThat(gateway.rooms.isEmpty()).isTrue();
        assertThat(gateway.store.held(PID).orElseThrow().holder()).isEqualTo("first");
    }

    @Test
    void whoIsGoneAgainBeforeSheEnteredIsInNoRoom() {
        lost(ANNA, "chat");
        gateway.restorer.abandon(gateway.resume(token(ANNA), "" + seen).orElseThrow());
        assertThat(gateway.rooms.isEmpty()).isTrue();
        assertThat(gateway.resume(token(ANNA), "" + seen))
                .as("and may try again")
                .isPresent();
    }

    @Test
    void whileTheStoreIsUnavailableClientsStartNewSessions() {
        lost(ANNA, "chat");
        gateway.store.isAway = true;
        for (int i = 0; i < 3; i++) {
            assertThat(gateway.resume(token(ANNA), "" + seen)).isEmpty();
        }
        assertThat(gateway.attempts("failed")).isEqualTo(3);
        assertThat(log.warnings()).as("one a minute").hasSize(1);
    }

    @Test
    void aClaimIsWhatTheOfficialClientSends() throws Exception {
        var auth = WireJson.mapper().readTree("{\"token\":\"t\",\"pid\":\"" + PID + "\",\"offset\":\"5\"}");
        assertThat(RecoveryRequest.in(auth)).contains(new RecoveryRequest(PID, Optional.of("5")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"pid\":null}", "{\"pid\":7}", "{\"pid\":\"short\"}", "{\"pid\":{\"$gt\":\"\"}}"})
    void anythingElseIsNoClaim(String auth) throws Exception {
        assertThat(RecoveryRequest.in(WireJson.mapper().readTree(auth))).isEmpty();
    }

    private void lost(UserId user, String... rooms) {
        var session = new RecoverableSession("sid", Optional.of(user), Set.of(rooms), since);
        Stages.await(gateway.store.save(PID, "first", session, RecoverableSockets.RESUMABLE));
    }

    private static Optional<Identity> token(UserId user) {
        return Optional.of(Identity.claimed(user));
    }
}
