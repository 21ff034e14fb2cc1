package dev.parley.gateway.events;

import static dev.parley.core.testing.People.ANNA;
import static dev.parley.core.testing.People.BORIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.testing.InMemoryChats;
import dev.parley.core.testing.Stages;
import dev.parley.core.user.Role;
import dev.parley.gateway.auth.Identity;
import dev.parley.gateway.auth.TestTokens;
import dev.parley.gateway.transport.DisconnectReason;
import dev.parley.gateway.wire.ClientEvent;
import dev.parley.gateway.wire.WireEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionHandlerTest {
    private final HandlerFixture gateway = new HandlerFixture();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void everyRequestOfTheContractIsAnswered() {
        Set<ClientEvent<?, ?>> bound =
                gateway.endpoints().stream().map(Endpoint::event).collect(Collectors.toSet());
        assertThat(bound).containsExactlyInAnyOrderElementsOf(WireEvents.CLIENT_EVENTS);
    }

    @Test
    void aSocketJoinsAsAUserAndIsToldWhatAwaits() {
        gateway.notify(ANNA, "hello");
        var reply = gateway.stranger().emit("user-join", "\"anna\"");
        assertThat(reply)
                .hasToString("{\"ok\":true,\"userId\":\"anna\",\"role\":null,"
                        + "\"serverTime\":\"2030-01-01T12:00:00.000Z\",\"unreadNotifications\":1}");
    }

    @Test
    void nothingIsDoneForASocketThatDidNotSayWhoItIs() {
        Phone stranger = gateway.stranger();
        String chat = gateway.chat().id().value();
        assertThat(stranger.outcome("join-chat", "\"" + chat + "\"")).isEqualTo("not_identified");
        assertThat(stranger.outcome("send-message", "{\"chatId\":\"" + chat + "\",\"content\":\"x\"}"))
                .isEqualTo("not_identified");
        assertThat(stranger.outcome("get-online-status", "\"anna\"")).isEqualTo("not_identified");
        assertThat(stranger.outcome("get-unread-count", "\"anna\"")).isEqualTo("not_identified");
    }

    @Test
    void aSocketIsOneUserForItsWholeLife() {
        Phone anna = gateway.phoneOf(ANNA);
        assertThat(anna.outcome("user-join", "\"" + BORIS + "\"")).isEqualTo("identity_mismatch");
        assertThat(anna.outcome("join-notifications", "\"" + BORIS + "\"")).isEqualTo("identity_mismatch");
        assertThat(anna.outcome("get-unread-count", "\"" + BORIS + "\"")).isEqualTo("identity_mismatch");
        assertThat(anna.outcome("set-online-status", "{\"userId\":\"" + BORIS + "\",\"isOnline\":false}"))
                .isEqualTo("identity_mismatch");
    }

    @Test
    void joiningTwiceCountsOnce() {
        Phone anna = gateway.phoneOf(ANNA);
        assertThat(anna.outcome("user-join", "\"anna\"")).isEqualTo("ok");
        assertThat(gateway.registry.socketsOf(ANNA)).isEqualTo(1);
    }

    @Test
    void aUserJoinsWhilePresenceCannotBeWritten() {
        gateway.registry.refuseReports(true);
        Phone anna = gateway.stranger();
        assertThat(anna.outcome("user-join", "\"anna\"")).isEqualTo("ok");
        assertThat(gateway.rooms.roomsOf(anna.connection.member())).contains("anna");
        assertThat(gateway.registry.socketsOf(ANNA)).isZero();

        gateway.registry.refuseReports(false);
        gateway.phoneOf(ANNA);
        assertThat(gateway.registry.socketsOf(ANNA)).isEqualTo(2);
    }

    @Test
    void everyConnectedSocketHearsWhoComesOnlineAlsoBeforeUserJoin() {
        Phone stranger = gateway.stranger();
        gateway.phoneOf(ANNA);
        assertThat(stranger.heard()).singleElement().asString().startsWith("user-status-changed");
    }

    @Test
    void aBlockHidesPresenceFromEverySocketOfTheUserAlsoBeforeUserJoin() {
        Stages.await(gateway.users.block(ANNA, BORIS));
        Phone silent = new Phone(gateway, Optional.of(Identity.claimed(BORIS)));
        gateway.phoneOf(ANNA);
        assertThat(silent.heard()).isEmpty();
    }

    @Test
    void aUserWhoseNameIsARoomOfNotificationsIsRefused() {
        assertThat(gateway.stranger().outcome("user-join", "\"notifications_anna\""))
                .isEqualTo("invalid_payload");
    }

    @Test
    void othersHearThatAnnaCameAndWent() {
        Phone boris = gateway.phoneOf(BORIS);
        Phone anna = gateway.phoneOf(ANNA);
        assertThat(boris.heard()).singleElement().asString().contains("user-status-changed", "\"isOnline\":true");
        anna.hangUp();
        assertThat(boris.heard()).singleElement().asString().contains("user-status-changed", "\"isOnline\":false");
    }

    @Test
    void theSecondDeviceChangesNothing() {
        Phone boris = gateway.phoneOf(BORIS);
        Phone tablet = gateway.phoneOf(ANNA);
        Phone phone = gateway.phoneOf(ANNA);
        boris.heard();
        tablet.hangUp();
        assertThat(boris.heard()).isEmpty();
        phone.hangUp();
        assertThat(boris.heard()).hasSize(1);
    }

    @Test
    void aSocketThatHungUpIsNowhere() {
        Phone anna = gateway.phoneOf(ANNA);
        anna.emit("join-notifications", "\"anna\"");
        anna.hangUp();
        anna.hangUp();
        assertThat(gateway.rooms.roomsOf(anna.connection.member())).isEmpty();
        assertThat(gateway.registry.socketsOf(ANNA)).isZero();
    }

    @Test
    void theRoleOfTheTokenIsTold() {
        var clara = new Phone(gateway, Optional.of(new Identity(ANNA, Optional.of(Role.CLIENT), Optional.empty())));
        assertThat(clara.emit("user-join", "\"anna\"").get("role").textValue()).isEqualTo("client");
    }

    @Test
    void aTokenThatEndsEndsItsSocket() {
        Phone anna = withTokenFor(Duration.ofMinutes(5));
        gateway.timers.advance(Duration.ofMinutes(5));
        assertThat(anna.heard()).singleElement().asString().contains("error", "token_expired");
        assertThat(anna.closed()).contains(DisconnectReason.TOKEN_EXPIRED);
    }

    @Test
    void aFreshTokenOfTheSameUserMovesTheEnd() {
        try (var tokens = new TestTokens();
                var secured = new HandlerFixture(Optional.of(tokens.authenticator()), new InMemoryChats())) {
            var ends = Optional.of(secured.clock.instant().plus(Duration.ofMinutes(5)));
            Phone anna = new Phone(secured, Optional.of(new Identity(ANNA, Optional.empty(), ends)));

            assertThat(anna.outcome("refresh-token", "{\"token\":\"" + tokens.of("anna") + "\"}"))
                    .isEqualTo("ok");
            secured.timers.advance(Duration.ofMinutes(10));
            assertThat(anna.closed()).isEmpty();
            secured.timers.advance(Duration.ofHours(1));
            assertThat(anna.closed()).isPresent();
        }
    }

    @Test
    void aFreshTokenOfAnotherUserIsRefused() {
        try (var tokens = new TestTokens();
                var secured = new HandlerFixture(Optional.of(tokens.authenticator()), new InMemoryChats())) {
            Phone anna = new Phone(secured, Optional.of(Identity.claimed(ANNA)));
            assertThat(anna.outcome("refresh-token", "{\"token\":\"" + tokens.of("boris") + "\"}"))
                    .isEqualTo("identity_mismatch");
            assertThat(anna.outcome("refresh-token", "{\"token\":\"x.y.z\"}")).isEqualTo("token_invalid");
            assertThat(anna.outcome("refresh-token", "{\"token\":\"\"}")).isEqualTo("token_missing");
            assertThat(anna.outcome("refresh-token", "{}")).isEqualTo("invalid_payload");
        }
    }

    @Test
    void aSocketThatIsGoneLeavesNoTimerBehind() {
        Phone anna = withTokenFor(Duration.ofMinutes(5));
        anna.hangUp();
        assertThat(gateway.timers.waiting()).isZero();
    }

    @Test
    void aSocketIsOnItsWayToItsUsersRoomFromItsTokenUntilItIsThere() {
        Phone anna = withTokenFor(Duration.ofMinutes(5));
        Phone joined = withTokenFor(Duration.ofMinutes(5));
        joined.emit("user-join", "\"anna\"");
        Phone goneBefore = withTokenFor(Duration.ofMinutes(5));
        goneBefore.hangUp();

        gateway.pending.disconnectPending(List.of("boris"));
        assertThat(anna.closed()).isEmpty();

        gateway.pending.disconnectPending(List.of("anna"));
        assertThat(anna.closed()).contains(DisconnectReason.SERVER_DISCONNECT);
        assertThat(joined.closed()).isEmpty();
        assertThat(goneBefore.closed()).isEmpty();
    }

    private Phone withTokenFor(Duration time) {
        var ends = Optional.of(gateway.clock.instant().plus(time));
        return new Phone(gateway, Optional.of(new Identity(ANNA, Optional.empty(), ends)));
    }
}
